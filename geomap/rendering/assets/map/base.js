/* What every other part uses. Every text enters the document as text, never as markup. */

// Up to this many places stand on the map each for itself; more of them cluster where they lie close together.
var SPREAD = 120;
// Places within so many pixels of a weightier one join it, when they are three at least.
var CLUSTER = 34;
var controllers = {};
var geomap = (window.geomap = { map: createMap, layer: createLayer, on: {}, controllers: controllers });

// Side by side, so that the text of a button or a label is set in one place only.
function element(tag, className, text) {
  var node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== "") node.textContent = text;
  return node;
}
geomap.element = element;

function createMap(id, options) {
  var map = L.map(id, Object.assign({}, options, {
    minZoom: 0, maxZoom: 12, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, attributionControl: false, zoomControl: false, fadeAnimation: false
  }));
  L.control.zoom({ zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(map);
  map.getContainer().classList.add("gm");
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", "Map");
  return map;
}

/* Lines from their short form: see `encoded` in geometry.py. */
var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var VALUE = {};
for (var i = 0; i < 64; i++) VALUE[LETTERS.charCodeAt(i)] = i;

function decode(text, scale, turn) {
  if (!text) return [];
  return text.split(" ").map(function (line) {
    var points = [], at = 0, x = 0, y = 0;
    function next() {
      var value = 0, shift = 0, letter;
      do {
        letter = VALUE[line.charCodeAt(at++)];
        value |= (letter & 31) << shift;
        shift += 5;
      } while (letter & 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    }
    while (at < line.length) {
      x += next();
      y += next();
      points.push([y / scale, x / scale + (turn || 0)]);
    }
    return points;
  });
}

function fit(map, extent, animate) {
  map.fitBounds(extent, { padding: [6, 6], maxZoom: 9.5, animate: animate });
  if (extent[0][0] < -80) standOnEdge(map);
}

/* Mercator ends before the South Pole: what lies below its edge would look like a sea, so the edge stands at the foot of the map,
   as high above it as a mark on the edge needs. */
function standOnEdge(map) {
  var top = map.latLngToContainerPoint([85.05, 0]).y, foot = map.getSize().y - map.latLngToContainerPoint([-85.05, 0]).y - 12;
  if (foot > 0 && top < 0) map.panBy([0, -Math.min(foot, -top)], { animate: false });
}

function createLayer(map, dataId) {
  var data = JSON.parse(document.getElementById(dataId).textContent);
  var group = L.layerGroup();
  var drawn = false;
  // Leaflet adds a layer only once the map has a view.
  fit(map, data.extent, false);
  group.on("add", function () {
    if (drawn) return;
    drawn = true;
    // After the first paint: a reader sees headline and text before the map is drawn.
    requestAnimationFrame(function () { setTimeout(draw, 0); });
  });
  return group;
  function draw() {
    var story = (controllers[map.getContainer().id] = new Story(map, data, group));
    if (geomap.on.ready) geomap.on.ready(story);
  }
}

function sized(button, size) {
  button.style.width = button.style.height = size + "px";
  button.style.marginLeft = button.style.marginTop = -size / 2 + "px";
}

/* An icon of no size: its element draws around the point. */
function holder(node) { return L.divIcon({ className: "gm-anchor", html: node, iconSize: [0, 0] }); }

function describe(place) {
  var what = [place.kind, place.where].filter(Boolean).join(", ");
  var times = place.mentions.length;
  return place.number + ": " + place.name + ", " + what + "; named " + (times === 1 ? "once" : times + " times")
    + (place.shape === "approximate" ? "; placed approximately" : "") + "; " + place.confidence;
}
geomap.describe = describe;

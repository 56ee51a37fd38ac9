/* What lies under the marks: the ground, outlines of places, names for orientation. */

/* A renderer that draws again only when the view leaves what is drawn, a third more than the screen: while a reader pans, nothing is. */
var Steady = L.SVG.extend({
  _update: function () {
    var map = this._map, size = map.getSize(), corner = map.containerPointToLayerPoint([0, 0]);
    var state = [map.getZoom(), map.getPixelOrigin(), size].join();
    if (this._bounds && state === this._state && this._bounds.contains(L.bounds(corner, corner.add(size)))) return;
    this._state = state;
    L.SVG.prototype._update.call(this);
  }
});

Story.prototype.drawGround = function () {
  var story = this, data = this.data;
  var renderer = new Steady({ pane: "gm-ground", padding: 0.3 });
  function shape(kind, lines, name) {
    if (!lines.length) return;
    var options = { pane: "gm-ground", renderer: renderer, interactive: false, className: name, smoothFactor: 0.7 };
    (kind === "fill" ? L.polygon(lines, options) : L.polyline(lines, options)).addTo(story.group);
  }
  function base(part, turn) {
    shape("fill", decode(part.land, part.scale, turn), "gm-land");
    shape("fill", decode(part.lakes, part.scale, turn), "gm-lake");
    shape("line", decode(part.rivers, part.scale, turn), "gm-river");
    shape("line", decode(part.divisions, part.scale, turn), "gm-division");
    shape("line", decode(part.borders, part.scale, turn), "gm-border");
    shape("line", decode(part.disputed, part.scale, turn), "gm-border gm-disputed");
  }
  var turns = data.everything[1][1] > 180 || data.extent[1][1] > 150 ? [0, 360] : data.extent[0][1] < -150 ? [-360, 0] : [0];
  if (data.far.land) {
    turns.forEach(function (turn) { base(data.far, turn); });
    var reach = data.reach;
    shape("fill", [[reach[0], [reach[1][0], reach[0][1]], reach[1], [reach[0][0], reach[1][1]]]], "gm-sea");
  }
  base(data.ground, 0);
};

Story.prototype.drawAreas = function () {
  var story = this;
  var renderer = new Steady({ pane: "gm-areas", padding: 0.3 });
  story.areas = renderer;
  story.data.places
    .filter(function (place) { return place.outline || place.radius; })
    .sort(function (one, other) { return spread(other) - spread(one) || one.number - other.number; })
    .forEach(function (place) {
      var options = {
        pane: "gm-areas", renderer: renderer, smoothFactor: 0.7, bubblingMouseEvents: false,
        className: "gm-area gm-" + place.tone + " gm-" + place.shape + (place.claim.length ? " gm-contested" : "") + (place.shape === "area" && !place.outline ? " gm-rough" : "")
      };
      var lines = place.outline ? decode(place.outline[1], place.outline[0]) : null;
      if (lines && !isClosed(lines)) options.className += " gm-line";
      else if (lines && !L.latLngBounds(story.data.extent).contains(L.latLngBounds([].concat.apply([], lines)))) options.className += " gm-beyond";
      place.layer = lines ? (isClosed(lines) ? L.polygon(lines, options) : L.polyline(lines, options))
        : L.circle(place.at, Object.assign({ radius: place.radius * 1000 }, options));
      place.layer.on({
        click: function (event) { story.open(place.number, { at: event.latlng }); },
        mouseover: function () { story.light(place.number, true); story.tell("light", place.number); },
        mouseout: function () { story.light(place.number, false); story.tell("dim", place.number); }
      });
      place.layer.addTo(story.group);
    });
  this.addHatch();
  function spread(place) {
    return place.outline ? place.outline[1].length + 1000 : place.radius;
  }
  function isClosed(lines) {
    return lines.every(function (line) {
      var last = line[line.length - 1];
      return line[0][0] === last[0] && line[0][1] === last[1];
    });
  }
};

/* Contested places are hatched: the pattern takes its color from the style sheet. */
Story.prototype.addHatch = function () {
  var svg = this.areas._container;
  if (!svg) return;
  var make = function (tag, values) {
    var node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.keys(values).forEach(function (key) { node.setAttribute(key, values[key]); });
    return node;
  };
  var defs = make("defs", {});
  ["event", "actor", "passing"].forEach(function (tone) {
    var pattern = make("pattern", { id: "gm-hatch-" + tone, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.appendChild(make("rect", { "class": "gm-hatch-back gm-" + tone, width: 7, height: 7 }));
    pattern.appendChild(make("line", { "class": "gm-hatch-line gm-" + tone, x1: 0, y1: 0, x2: 0, y2: 7 }));
    defs.appendChild(pattern);
  });
  svg.insertBefore(defs, svg.firstChild);
};

Story.prototype.drawNames = function () {
  var story = this;
  this.data.names.forEach(function (entry) {
    var node = element("div", "gm-name gm-name-" + entry[2]);
    node.setAttribute("aria-hidden", "true");
    if (entry[2] !== "country") node.appendChild(element("i"));
    var label = element("span", "", entry[0]);
    label.dir = "auto";
    node.appendChild(label);
    var marker = L.marker(entry[1], {
      pane: "gm-names", interactive: false, keyboard: false, icon: holder(node)
    });
    marker.addTo(story.group);
    story.names.push({ marker: marker, node: node, label: label, kind: entry[2], at: L.latLng(entry[1]) });
  });
};

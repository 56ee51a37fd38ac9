/* The story on its map: panes, events, the views of it, online tiles. */

function Story(map, data, group) {
  this.map = map;
  this.data = data;
  this.group = group;
  this.listeners = {};
  this.marks = [];
  this.names = [];
  this.pane("gm-ground", 150);
  this.pane("gm-areas", 350);
  this.pane("gm-ghosts", 420);
  this.pane("gm-names", 550);
  map.getContainer().setAttribute("aria-label", "Map: " + data.name);
  this.showStory(false);
  if (data.tiles) this.drawTiles(); else this.drawGround();
  this.drawAreas();
  this.drawNames();
  this.drawMarks();
  this.addControls();
  map.on("zoomend resize", function () { this.soon(0); }, this);
  map.on("moveend", function () { this.soon(80); }, this);
  map.on("popupclose", this.closed, this);
  this.arrange();
}

Story.prototype.pane = function (name, level) {
  var pane = this.map.createPane(name);
  pane.style.zIndex = level;
  return pane;
};

Story.prototype.on = function (name, listener) {
  (this.listeners[name] = this.listeners[name] || []).push(listener);
};

Story.prototype.tell = function (name, value) {
  (this.listeners[name] || []).forEach(function (listener) { listener(value); });
};

Story.prototype.showStory = function (animate) {
  fit(this.map, this.data.extent, animate !== false);
};

Story.prototype.showAll = function () {
  this.map.fitBounds(this.data.everything, { padding: [24, 24], maxZoom: 9.5 });
};

Story.prototype.drawTiles = function () {
  var tiles = this.data.tiles, control = L.control.attribution({ prefix: false });
  control.addTo(this.map);
  L.tileLayer(tiles.url, { maxZoom: tiles.maxZoom, subdomains: tiles.subdomains, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(this.group);
  var credit = element("span");
  tiles.credit.forEach(function (piece) {
    var node = piece[1] ? element("a", "", piece[0]) : element("span", "", piece[0]);
    if (piece[1]) node.href = piece[1];
    credit.appendChild(node);
  });
  control.getContainer().appendChild(credit);
};

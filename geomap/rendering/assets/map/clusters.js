/* Many marks: those that lie close together become one; only what is on the screen stands in the document. */

/* Groups of marks at the zoom of the map, reckoned once for each: a cluster keeps its place while a reader pans. */
Story.prototype.groupsNow = function () {
  var map = this.map, zoom = map.getZoom(), current = this.current, last = zoom >= map.getMaxZoom();
  var state = [zoom, current || 0, this.choice || 0].join();
  if (this.grouped === state) return this.groups;
  var groups = [], cells = {};
  this.marks.slice().sort(byWeight).forEach(function (mark) {
    mark.single = false;
    if (mark.off) return;
    var point = map.project(mark.at, zoom), alone = last || mark.place.number === current;
    var found = alone ? null : seed(cells, point);
    if (found) return found.members.push(mark);
    var group = { mark: mark, members: [mark], point: point };
    groups.push(group);
    if (!alone) (cells[key(point.x, point.y)] = cells[key(point.x, point.y)] || []).push(group);
  });
  groups.forEach(function (group) {
    if (group.members.length < 3) group.members.forEach(function (mark) { mark.single = true; });
  });
  (this.clusters || []).forEach(function (cluster) { cluster.marker.remove(); });
  this.clusters = [];
  this.grouped = state;
  this.groups = groups.filter(function (group) { return group.members.length > 2; });
  return this.groups;
};

/* Put the marks and clusters of the screen into the document, take the others out, and return those that are there. */
Story.prototype.cluster = function () {
  var story = this, groups = this.groupsNow();
  var shown = this.marks.filter(function (mark) {
    var on = Boolean(mark.single && mark.near);
    story.put(mark, on);
    return on;
  });
  groups.forEach(function (group) {
    var first = group.mark, cluster = group.cluster;
    if (!first.near) return cluster && cluster.marker.remove();
    if (!cluster) story.clusters.push((cluster = group.cluster = story.clusterMark(group)));
    if (!cluster.marker._map) cluster.marker.addTo(story.group);
    cluster.x = cluster.homeX = first.homeX;
    cluster.y = cluster.homeY = first.homeY;
    shown.push(cluster);
  });
  return shown;
};

function key(x, y) { return Math.floor(x / CLUSTER) + " " + Math.floor(y / CLUSTER); }

function seed(cells, point) {
  for (var dx = -1; dx <= 1; dx++) {
    for (var dy = -1; dy <= 1; dy++) {
      var found = (cells[key(point.x + dx * CLUSTER, point.y + dy * CLUSTER)] || []).filter(function (group) {
        return Math.pow(group.point.x - point.x, 2) + Math.pow(group.point.y - point.y, 2) < CLUSTER * CLUSTER;
      })[0];
      if (found) return found;
    }
  }
  return null;
}

/* The number of its places, and the name of the weightiest. */
Story.prototype.clusterMark = function (group) {
  var story = this, count = group.members.length, first = group.mark, size = 22 + Math.min(14, Math.round(count / 4));
  var node = element("div", "gm-mark"), button = element("button", "gm-dot gm-cluster", String(count));
  var label = element("span", "gm-label");
  label.appendChild(element("bdi", "", first.place.name));
  label.setAttribute("aria-hidden", "true");
  button.type = "button";
  button.setAttribute("aria-label", count + " places, among them " + first.place.name + "; zoom in");
  sized(button, size);
  var leader = element("i", "gm-leader"), pin = element("i", "gm-pin");
  node.append(leader, pin, button, label);
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", function () {
    var box = L.latLngBounds(group.members.map(function (mark) { return mark.at; }));
    story.map.fitBounds(box, { padding: [50, 50], maxZoom: Math.max(story.map.getZoom() + 1, story.map.getBoundsZoom(box)) });
  });
  return {
    place: { number: first.place.number, weight: first.place.weight + 1, shape: "dot" }, node: node, button: button, label: label, leader: leader, pin: pin, size: size,
    marker: L.marker(first.at, { interactive: false, keyboard: false, icon: holder(node) })
  };
};

/* Arrangement: where marks move apart and labels find room. */

/* Once for many moves: while a reader drags, labels stay as they are. */
Story.prototype.soon = function (wait) {
  clearTimeout(this.waiting);
  this.waiting = setTimeout(this.arrange.bind(this), wait);
};

Story.prototype.arrange = function () {
  var map = this.map, size = map.getSize();
  clearTimeout(this.waiting);
  // Read before anything moves: a browser lays out once for it, not twice.
  var taken = this.controlsBoxes();
  var shown = this.inView(size);
  if (this.marks.length > SPREAD) shown = this.cluster();
  pushApart(shown);
  shown.forEach(place);
  shown.forEach(function (mark) {
    var half = mark.size / 2 + 1;
    taken.push([mark.x - half, mark.y - half, mark.x + half, mark.y + half]);
  });
  shown.sort(byWeight);
  measure(shown);
  shown.forEach(function (mark) { labelMark(mark, taken, size); });
  this.arrangeNames(taken, size);
  this.tell("arranged", this.beyond());
};

function byWeight(one, other) {
  return other.place.weight - one.place.weight || one.place.number - other.place.number;
}

/* The marks on the screen and a little around it, each with its place in pixels. */
Story.prototype.inView = function (size) {
  var map = this.map, bounds = map.getBounds();
  return this.marks.filter(function (mark) {
    mark.near = false;
    if (mark.off) return false;
    // The marker of a large area stands in the part of it that is seen.
    var at = mark.place.outline && !bounds.contains(mark.at) && bounds.contains(mark.anchor) ? mark.anchor : mark.at;
    if (!at.equals(mark.marker.getLatLng())) mark.marker.setLatLng(at);
    var point = map.latLngToContainerPoint(at);
    mark.x = mark.homeX = point.x;
    mark.y = mark.homeY = point.y;
    mark.near = point.x > -40 && point.y > -40 && point.x < size.x + 40 && point.y < size.y + 40;
    if (!mark.near && mark.label) mark.label.hidden = true;
    return mark.near;
  });
};

Story.prototype.controlsBoxes = function () {
  var box = this.map.getContainer().getBoundingClientRect();
  return Array.prototype.map.call(this.map.getContainer().querySelectorAll(".leaflet-control"), function (node) {
    var part = node.getBoundingClientRect();
    return [part.left - box.left, part.top - box.top, part.right - box.left, part.bottom - box.top];
  });
};

Story.prototype.beyond = function () {
  var bounds = this.map.getBounds();
  return this.marks.filter(function (mark) { return !bounds.contains(mark.marker.getLatLng()); }).map(function (mark) { return mark.place; });
};

/* Marks that overlap push each other apart, a few pixels a round; an area's mark may drift, a dot's keeps a line to its place. */
function pushApart(shown) {
  if (shown.length > 400) return;
  for (var round = 0; round < 14; round++) {
    var moved = false;
    for (var i = 0; i < shown.length; i++) {
      for (var j = i + 1; j < shown.length; j++) {
        var one = shown[i], other = shown[j];
        var dx = other.x - one.x, dy = other.y - one.y, least = (one.size + other.size) / 2 + 2;
        var apart = Math.sqrt(dx * dx + dy * dy);
        if (apart >= least) continue;
        // Marks on the very same spot part in a direction that depends on their numbers only.
        var angle = apart < 0.5 ? one.place.number * 2.4 : Math.atan2(dy, dx);
        var push = (least - apart) / 2 + 0.1;
        one.x -= Math.cos(angle) * push;
        one.y -= Math.sin(angle) * push;
        other.x += Math.cos(angle) * push;
        other.y += Math.sin(angle) * push;
        moved = true;
      }
    }
    if (!moved) return;
  }
}

function place(mark) {
  var dx = mark.x - mark.homeX, dy = mark.y - mark.homeY, far = Math.sqrt(dx * dx + dy * dy);
  mark.button.style.transform = far > 0.5 ? "translate(" + dx.toFixed(1) + "px," + dy.toFixed(1) + "px)" : "";
  var led = far > mark.size / 2 && mark.place.shape !== "area";
  mark.leader.hidden = mark.pin.hidden = !led;
  if (!led) return;
  mark.leader.style.width = far.toFixed(1) + "px";
  mark.leader.style.transform = "rotate(" + Math.atan2(dy, dx).toFixed(3) + "rad)";
}

function measure(things) {
  things.forEach(function (thing) {
    if (thing.width) return;
    thing.label.hidden = false;
  });
  things.forEach(function (thing) {
    if (thing.width) return;
    thing.width = thing.label.offsetWidth;
    thing.height = thing.label.offsetHeight;
  });
}

function free(box, taken) {
  for (var i = 0; i < taken.length; i++) {
    var other = taken[i];
    if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
  }
  return true;
}

function inFrame(box, size) {
  return box[0] >= 2 && box[1] >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2;
}

/* Right, left, above, below, then the corners: the order in which a reader expects a name beside its dot. */
function spots(x, y, gap, width, height) {
  return [
    [x + gap, y - height / 2], [x - gap - width, y - height / 2], [x - width / 2, y - gap - height], [x - width / 2, y + gap],
    [x + gap * 0.7, y - gap * 0.7 - height], [x + gap * 0.7, y + gap * 0.7], [x - gap * 0.7 - width, y - gap * 0.7 - height], [x - gap * 0.7 - width, y + gap * 0.7]
  ];
}

function firstFree(candidates, width, height, taken, size) {
  for (var i = 0; i < candidates.length; i++) {
    var box = [candidates[i][0], candidates[i][1], candidates[i][0] + width, candidates[i][1] + height];
    if (inFrame(box, size) && free(box, taken)) return box;
  }
  return null;
}

function labelMark(mark, taken, size) {
  var box = firstFree(spots(mark.x, mark.y, mark.size / 2 + 3, mark.width, mark.height), mark.width, mark.height, taken, size);
  mark.label.hidden = false;
  mark.label.classList.toggle("gm-label-off", !box);
  var at = box || [mark.x + mark.size / 2 + 3, mark.y - mark.height / 2];
  mark.label.style.transform = "translate(" + (at[0] - mark.homeX).toFixed(1) + "px," + (at[1] - mark.homeY).toFixed(1) + "px)";
  if (box) taken.push(box);
}

Story.prototype.arrangeNames = function (taken, size) {
  var map = this.map;
  measure(this.names);
  this.names.forEach(function (name) {
    var point = map.latLngToContainerPoint(name.at), width = name.width, height = name.height, box;
    if (name.kind === "country") {
      box = firstFree([0, -20, 20, -40, 40].map(function (dy) { return [point.x - width / 2, point.y - height / 2 + dy]; }), width, height, taken, size);
    } else {
      var dot = [point.x - 4, point.y - 4, point.x + 4, point.y + 4];
      box = inFrame(dot, size) && free(dot, taken) ? firstFree(spots(point.x, point.y, 5, width, height).slice(0, 4), width, height, taken, size) : null;
      if (box) taken.push(dot);
    }
    name.node.hidden = !box;
    if (!box) return;
    taken.push([box[0] - 4, box[1] - 2, box[2] + 4, box[3] + 2]);
    name.label.style.transform = "translate(" + (box[0] - point.x).toFixed(1) + "px," + (box[1] - point.y).toFixed(1) + "px)";
  });
};

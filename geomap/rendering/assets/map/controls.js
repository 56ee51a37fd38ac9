/* Controls: scale, views, key, overview. */

Story.prototype.addControls = function () {
  var story = this;
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(this.map);
  var outside = this.data.places.some(function (place) { return !place.inside; });
  if (outside) {
    this.control(this.emptiest(["topleft", "bottomleft", "topright"], 110, 130), function () {
      var box = element("div", "gm-views leaflet-bar");
      [["Story", "Show where the story happens", function () { story.showStory(); }], ["All", "Show all places", function () { story.showAll(); }]].forEach(function (entry) {
        var button = element("button", "", entry[0]);
        button.type = "button";
        button.title = entry[1];
        button.addEventListener("click", entry[2]);
        box.appendChild(button);
      });
      return box;
    });
  }
  var corner = this.data.overview ? this.emptiest(["topright", "bottomright", "bottomleft"], 150, 130) : "";
  var rest = ["bottomright", "topright", "bottomleft"].filter(function (one) { return one !== corner; });
  if (corner) this.control(corner, function () { return story.overview(); });
  if (this.data.places.length) this.control(this.emptiest(rest, 190, 130), function () { return story.legend(); });
};

/* The first of the corners with the fewest marks in it, so that nothing of the story lies under a control. */
Story.prototype.emptiest = function (corners, width, height) {
  var map = this.map, size = map.getSize(), marks = this.marks;
  function count(corner) {
    return marks.filter(function (mark) {
      var point = map.latLngToContainerPoint(mark.place.inside ? mark.anchor : mark.at);
      var x = corner.indexOf("right") > 0 ? size.x - point.x : point.x, y = corner.indexOf("top") === 0 ? point.y : size.y - point.y;
      return x >= 0 && y >= 0 && x < width && y < height;
    }).length;
  }
  return corners.slice().sort(function (one, other) { return count(one) - count(other) || corners.indexOf(one) - corners.indexOf(other); })[0];
};

Story.prototype.control = function (position, make) {
  var control = L.control({ position: position });
  control.onAdd = function () {
    var node = make();
    L.DomEvent.disableClickPropagation(node);
    return node;
  };
  control.addTo(this.map);
};

/* The legend lists what is on this map, and nothing else. */
Story.prototype.legend = function () {
  var places = this.data.places, tones = this.data.tones;
  var box = element("details", "gm-legend");
  box.open = this.map.getSize().x >= 560;
  box.appendChild(element("summary", "", "Key"));
  var list = element("ul");
  Object.keys(tones).forEach(function (tone) {
    if (places.some(function (place) { return place.tone === tone; })) row("gm-key gm-dot gm-dot-key gm-sure gm-" + tone, tones[tone]);
  });
  if (places.some(function (place) { return place.shape === "approximate"; })) row("gm-key gm-key-approximate", "placed approximately");
  if (places.some(function (place) { return place.claim.length; })) row("gm-key gm-key-contested", "contested");
  if (places.some(function (place) { return place.certainty === "doubtful"; })) row("gm-key gm-dot gm-dot-key gm-passing gm-doubtful", "doubtful");
  box.appendChild(list);
  return box;
  function row(name, text) {
    var item = element("li"), sign = element("i", name);
    sign.setAttribute("aria-hidden", "true");
    item.append(sign, element("span", "", text));
    list.appendChild(item);
  }
};

/* Where the map lies: a small picture of the land around, with the extent as a box. */
Story.prototype.overview = function () {
  var over = this.data.overview;
  var space = "http://www.w3.org/2000/svg";
  var svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "gm-overview");
  svg.setAttribute("viewBox", "0 0 " + over.width + " " + over.height);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "Overview: where the map lies");
  [["gm-over-sea", "M0 0H" + over.width + "V" + over.height + "H0Z"], ["gm-over-land", over.land], ["gm-over-border", over.borders], ["gm-over-box", over.box]].forEach(function (entry) {
    var path = document.createElementNS(space, "path");
    path.setAttribute("class", entry[0]);
    path.setAttribute("d", entry[1]);
    svg.appendChild(path);
  });
  return svg;
};

/* A mark for each place, for mouse, finger and keyboard. */

Story.prototype.drawMarks = function () {
  var story = this;
  this.holder = L.layerGroup().addTo(this.group);
  this.marks = this.data.places.map(function (place) { return story.mark(place); });
  // The order of the elements is that of the numbers, for the tab key; the weightiest place lies on top.
  this.marks.forEach(function (mark) { mark.marker.setZIndexOffset(Math.round(mark.place.weight * 100)); });
  if (this.marks.length <= SPREAD) this.marks.forEach(function (mark) { story.put(mark, true); });
};

Story.prototype.mark = function (place) {
  var size = 18 + 2 * Math.min(4, Math.round(Math.log2(place.mentions.length)));
  return { place: place, marker: L.marker(place.at, { interactive: false, keyboard: false }), size: size, at: L.latLng(place.at), anchor: L.latLng(place.anchor) };
};

/* Put a mark into the document, at the place of its number, or take it out; one that has the focus stays. */
Story.prototype.put = function (mark, on) {
  if (on === this.holder.hasLayer(mark.marker)) return;
  if (!on) return mark.node.contains(document.activeElement) || this.holder.removeLayer(mark.marker);
  if (!mark.node) this.build(mark);
  this.holder.addLayer(mark.marker);
  var icon = mark.marker.getElement();
  if (!icon) return;
  icon.number = mark.place.number;
  for (var next = icon.previousElementSibling; next && next.number > icon.number; next = icon.previousElementSibling) icon.parentNode.insertBefore(icon, next);
};

/* The elements of a mark, when it is first seen. */
Story.prototype.build = function (mark) {
  var story = this, place = mark.place;
  var node = element("div", "gm-mark" + (place.number === this.current ? " gm-lit" : ""));
  var button = element("button", "gm-dot gm-" + place.tone + " gm-" + place.shape + " gm-" + place.certainty, String(place.number));
  button.type = "button";
  button.setAttribute("aria-label", describe(place));
  sized(button, mark.size);
  if (place.number > 99) button.style.fontSize = "9px";
  var label = element("span", "gm-label" + (place.shape === "area" ? " gm-label-area" : ""));
  label.appendChild(element("bdi", "", place.name + (place.certainty === "doubtful" ? " ?" : "")));
  label.setAttribute("aria-hidden", "true");
  var leader = element("i", "gm-leader"), pin = element("i", "gm-pin");
  node.append(leader, pin, button, label);
  mark.marker.options.icon = holder(node);
  Object.assign(mark, { node: node, button: button, label: label, leader: leader, pin: pin });
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", function () { story.open(place.number, { opener: button }); });
  button.addEventListener("mouseenter", function () { story.light(place.number, true); story.tell("light", place.number); });
  button.addEventListener("mouseleave", function () { story.light(place.number, false); story.tell("dim", place.number); });
  button.addEventListener("focus", function () { story.light(place.number, true); story.tell("light", place.number); story.tell("say", describe(place)); });
  button.addEventListener("blur", function () { story.light(place.number, false); story.tell("dim", place.number); });
  button.addEventListener("keydown", function (event) { story.step(event, place.number); });
};

/* Show the places that are chosen, and no other. */
Story.prototype.choose = function (isChosen) {
  var story = this;
  this.choice = (this.choice || 0) + 1;
  this.marks.forEach(function (mark) {
    var on = isChosen(mark.place);
    mark.off = !on;
    if (story.marks.length <= SPREAD) story.put(mark, on);
    if (mark.place.layer) story.group[on ? "addLayer" : "removeLayer"](mark.place.layer);
  });
  if (this.current && this.marks[this.current - 1].off) this.close();
  this.arrange();
};

/* Arrow keys on a marker go to the next one in the order of the text, past those that are not on the screen. */
Story.prototype.step = function (event, number) {
  var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  for (var at = number - 1 + step; at >= 0 && at < this.marks.length; at += step) {
    if (this.shown(this.marks[at])) return this.marks[at].button.focus();
  }
};

Story.prototype.shown = function (mark) {
  return mark.button && mark.button.isConnected && this.map.getBounds().contains(mark.marker.getLatLng());
};

Story.prototype.light = function (number, on) {
  var mark = this.marks[number - 1];
  if (!mark) return;
  if (mark.node) mark.node.classList.toggle("gm-lit", on);
  if (mark.node && mark.node.parentNode) mark.node.parentNode.classList.toggle("gm-above", on);
  var path = mark.place.layer && mark.place.layer.getElement && mark.place.layer.getElement();
  if (path) path.classList.toggle("gm-lit", on);
};

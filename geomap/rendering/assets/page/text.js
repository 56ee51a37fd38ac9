/* Text and map: mentions lead to marks, and places beyond the view are a click away. */

/* Text: hover and focus light the marker, Enter and tap open it, arrow keys go from mention to mention. */
Page.prototype.linkText = function () {
  var page = this, story = this.story, prose = document.querySelector(".prose");
  if (!prose) return;
  function linkAt(event) { return event.target.closest ? event.target.closest("a.mention") : null; }
  function glance(on) {
    return function (event) {
      var link = linkAt(event);
      if (!link) return;
      var number = page.mentionOf(link)[1];
      if (!on && story.current === number) return;
      story.light(number, on);
      page.light(number, on);
    };
  }
  prose.addEventListener("mouseover", glance(true));
  prose.addEventListener("mouseout", glance(false));
  prose.addEventListener("focusin", function (event) {
    glance(true)(event);
    var link = linkAt(event);
    if (link) say(page.describe(page.mentionOf(link)));
  });
  prose.addEventListener("focusout", glance(false));
  prose.addEventListener("click", function (event) {
    var link = linkAt(event), number = link && page.mentionOf(link)[1];
    if (!number) return;
    event.preventDefault();
    story.open(number, { opener: link });
  });
  prose.addEventListener("keydown", function (event) {
    var link = linkAt(event), step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!link || !step) return;
    var next = page.links[page.links.indexOf(link) + step];
    event.preventDefault();
    if (next) next.focus();
  });
};

/* The places that the map does not show just now, a click away. */
Page.prototype.beyond = function () {
  var story = this.story, line = document.querySelector(".beyond"), before = "";
  story.on("arranged", function (places) {
    var now = places.map(function (place) { return place.number; }).join();
    if (now === before) return;
    before = now;
    line.hidden = !places.length;
    line.textContent = "";
    line.appendChild(document.createTextNode("Beyond this view: "));
    places.slice(0, 12).forEach(function (place) {
      var button = geomap.element("button");
      button.type = "button";
      button.append(geomap.element("b", "", String(place.number)), " ", geomap.element("bdi", "", place.name));
      button.addEventListener("click", function () { story.open(place.number, { opener: button }); });
      line.appendChild(button);
    });
    if (places.length > 12) line.appendChild(document.createTextNode(" and " + (places.length - 12) + " more"));
  });
  story.arrange();
};

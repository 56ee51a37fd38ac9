/* The card of a place, and the ghost of a namesake. */

Story.prototype.open = function (number, options) {
  var mark = this.marks[number - 1], opened = options || {};
  if (!mark) return;
  this.close();
  if (this.ghosts) this.ghosts.remove();
  this.opener = opened.opener || null;
  this.current = number;
  var card = this.card(mark.place);
  this.light(number, true);
  if (this.marks.length > SPREAD) this.arrange();
  this.tell("open", number);
  var at = mark.marker.getLatLng();
  if (!this.map.getBounds().pad(-0.02).contains(opened.at || at)) this.reveal(mark, at);
  if (this.map.getSize().x < 560) return this.sheet(card);
  var popup = L.popup({
    maxWidth: 340, minWidth: 250, maxHeight: Math.max(170, this.map.getSize().y - 110), className: "gm-popup",
    autoPanPadding: [12, 12], offset: [0, -8]
  }).setContent(card);
  popup.setLatLng(opened.at || at);
  popup.openOn(this.map);
  this.popup = popup;
  var close = popup.getElement().querySelector(".leaflet-popup-close-button");
  if (close) close.setAttribute("aria-label", "Close");
  this.afterOpen(popup.getElement(), card);
};

/* Grow the view until it holds the place too, with room for its card above it. */
Story.prototype.reveal = function (mark, at) {
  var size = this.map.getSize(), wide = size.x >= 560 ? 1 : 0;
  var bounds = this.map.getBounds().pad(-0.1).extend(at);
  this.map.fitBounds(bounds, {
    paddingTopLeft: [30 + wide * 150, 30 + wide * Math.min(230, size.y / 3)], paddingBottomRight: [30 + wide * 150, 30], animate: false
  });
};

/* On a narrow map the card is a sheet over its lower part: a popup would fill the map and be cut. */
Story.prototype.sheet = function (card) {
  var story = this;
  var sheet = element("div", "gm-sheet");
  var close = element("button", "gm-sheet-close", "×");
  close.type = "button";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", function () { story.close(true); });
  sheet.append(close, card);
  L.DomEvent.disableClickPropagation(sheet);
  L.DomEvent.disableScrollPropagation(sheet);
  (document.querySelector(".sheet-holder") || this.map.getContainer()).appendChild(sheet);
  this.sheetNode = sheet;
  this.afterOpen(sheet, card);
};

Story.prototype.afterOpen = function (box, card) {
  var story = this;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", card.querySelector("h3").id);
  box.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    story.close(true);
  });
  if (this.opener) card.focus({ preventScroll: true });
};

Story.prototype.close = function (byReader) {
  var opener = this.opener;
  if (this.sheetNode) {
    this.sheetNode.remove();
    this.sheetNode = null;
    this.closed();
  }
  if (this.popup) this.map.closePopup(this.popup);
  if (byReader && opener && opener.isConnected) opener.focus({ preventScroll: true });
};

Story.prototype.closed = function () {
  this.popup = null;
  if (this.current) {
    this.light(this.current, false);
    this.tell("close", this.current);
  }
  this.current = 0;
  if (this.opener && this.opener.isConnected && document.activeElement === document.body) this.opener.focus({ preventScroll: true });
};

Story.prototype.card = function (place) {
  var data = this.data, card = element("div", "gm-card");
  card.tabIndex = -1;
  var head = element("h3", "", place.name);
  head.id = "gm-card-" + this.map.getContainer().id;
  head.dir = "auto";
  // The card stands under the page's headline, wherever in the page it is put.
  head.setAttribute("aria-level", "2");
  card.appendChild(head);
  line("p", "gm-what", [place.kind, place.where].filter(Boolean).join(", "));
  if (place.shape === "approximate") {
    line("p", "gm-note", "Placed by the words of the text: “" + place.words + "”. It lies within about "
      + kilometres(place.radius) + " of the mark, four times in five.");
  }
  place.claim.forEach(function (entry) { line("p", "gm-note", (entry[0] ? entry[0] + ": " : "") + entry[1]); });
  place.snippets.forEach(function (pieces) {
    var quote = element("blockquote");
    quote.dir = "auto";
    pieces.forEach(function (piece, at) {
      quote.appendChild(at % 2 ? element("mark", "", piece) : document.createTextNode(piece));
    });
    card.appendChild(quote);
  });
  if (place.rest) line("p", "gm-what", "and " + place.rest + " more");
  if (place.articles) articles();
  line("h4", "", "Why here");
  var why = element("ul");
  place.why.forEach(function (fact) { why.appendChild(element("li", "", data.facts[fact])); });
  if (!place.why.length) why.appendChild(element("li", "", "It is the only place of this name that is known."));
  card.appendChild(why);
  line("p", "gm-what", "Confidence: " + place.confidence);
  if (place.others.length) card.appendChild(this.others(place));
  card.appendChild(this.origin(place));
  return card;

  function line(tag, name, text) {
    var node = element(tag, name, text);
    if (tag === "h4") node.setAttribute("aria-level", "3");
    card.appendChild(node);
    return node;
  }
  function articles() {
    line("h4", "", "Articles");
    var list = element("ul");
    place.articles.forEach(function (number) {
      var article = data.articles[number], item = element("li"), link = element("a", "", article.title);
      link.href = article.href;
      item.appendChild(link);
      if (article.day) item.appendChild(document.createTextNode(" (" + article.day + ")"));
      list.appendChild(item);
    });
    card.appendChild(list);
  }
  function kilometres(radius) {
    return (radius < 10 ? Math.round(radius * 10) / 10 : Math.round(radius)) + " km";
  }
};

Story.prototype.others = function (place) {
  var story = this, box = element("details");
  box.appendChild(element("summary", "", "What else it could be"));
  var list = element("ul");
  place.others.forEach(function (other) {
    var item = element("li"), what = [other.kind, other.where].filter(Boolean).join(", ");
    item.appendChild(document.createTextNode(other.name + ", " + what + ": " + other.confidence + ", " + other.distance.toLocaleString("en") + " km away "));
    var show = element("button", "gm-link", "show");
    show.type = "button";
    show.setAttribute("aria-label", "Show " + other.name + " in " + (other.where || "its place") + " on the map");
    show.addEventListener("click", function () { story.ghost(place, other); });
    item.appendChild(show);
    list.appendChild(item);
  });
  box.appendChild(list);
  return box;
};

/* A namesake that was not chosen: a hollow mark, joined to the chosen place by a line with the distance. */
Story.prototype.ghost = function (place, other) {
  // The card makes room; the ghost stays until the next card is opened.
  this.close(true);
  var node = element("div", "gm-ghost", other.name + ", " + other.distance.toLocaleString("en") + " km");
  node.dir = "auto";
  this.ghosts = L.layerGroup([
    L.polyline([place.at, other.at], { pane: "gm-ghosts", className: "gm-ghost-line", interactive: false }),
    L.marker(other.at, { interactive: false, keyboard: false, icon: holder(node) })
  ]).addTo(this.map);
  if (!this.map.getBounds().pad(-0.08).contains(other.at)) {
    this.map.fitBounds(L.latLngBounds([place.at, other.at]), { padding: [70, 70], maxZoom: this.map.getZoom(), animate: false });
  }
  this.tell("say", other.name + ", " + other.where + ": " + other.distance + " km away, shown on the map");
};

Story.prototype.origin = function (place) {
  var box = element("p", "gm-origin");
  box.appendChild(document.createTextNode(place.coordinates + (place.source ? " · " + place.source : "") + " · "));
  var id = place.link ? element("a", "", place.id) : element("span", "", place.id);
  if (place.link) {
    id.href = place.link;
    id.rel = "noopener noreferrer";
  }
  box.appendChild(id);
  return box;
};

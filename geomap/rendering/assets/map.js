/* The map of an article, drawn by Leaflet from a JSON block. Every text enters the document as text, never as markup. */
(function () {
  "use strict";

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
      minZoom: 1, maxZoom: 12, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, attributionControl: false, zoomControl: false, fadeAnimation: false
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

  /* ---- the story on its map ---- */

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

  Story.prototype.drawGround = function () {
    var story = this, data = this.data;
    var renderer = L.svg({ pane: "gm-ground", padding: 0.3 });
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
    var renderer = L.svg({ pane: "gm-areas", padding: 0.3 });
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

  Story.prototype.drawMarks = function () {
    var story = this;
    this.holder = L.layerGroup().addTo(this.group);
    this.marks = this.data.places.map(function (place) { return story.mark(place); });
    this.clusters = [];
    // The order of the elements is that of the numbers, for the tab key; the weightiest place lies on top.
    this.marks.forEach(function (mark) { mark.marker.setZIndexOffset(Math.round(mark.place.weight * 100)); });
    if (this.marks.length <= SPREAD) this.marks.forEach(function (mark) { mark.marker.addTo(story.holder); });
  };

  Story.prototype.mark = function (place) {
    var story = this;
    var times = place.mentions.length;
    var size = 18 + 2 * Math.min(4, Math.round(Math.log2(times)));
    var node = element("div", "gm-mark");
    var button = element("button", "gm-dot gm-" + place.tone + " gm-" + place.shape + " gm-" + place.certainty, String(place.number));
    button.type = "button";
    button.setAttribute("aria-label", describe(place));
    sized(button, size);
    if (place.number > 99) button.style.fontSize = "9px";
    var label = element("span", "gm-label" + (place.shape === "area" ? " gm-label-area" : ""));
    var name = element("bdi", "", place.name + (place.certainty === "doubtful" ? " ?" : ""));
    label.appendChild(name);
    label.setAttribute("aria-hidden", "true");
    var leader = element("i", "gm-leader"), pin = element("i", "gm-pin");
    node.append(leader, pin, button, label);
    var marker = L.marker(place.at, { interactive: false, keyboard: false, icon: holder(node) });
    var mark = { place: place, marker: marker, node: node, button: button, label: label, leader: leader, pin: pin, size: size, at: L.latLng(place.at), anchor: L.latLng(place.anchor) };
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", function () { story.open(place.number, { opener: button }); });
    button.addEventListener("mouseenter", function () { story.light(place.number, true); story.tell("light", place.number); });
    button.addEventListener("mouseleave", function () { story.light(place.number, false); story.tell("dim", place.number); });
    button.addEventListener("focus", function () { story.light(place.number, true); story.tell("light", place.number); story.tell("say", describe(place)); });
    button.addEventListener("blur", function () { story.light(place.number, false); story.tell("dim", place.number); });
    button.addEventListener("keydown", function (event) { story.step(event, place.number); });
    return mark;
  };

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
    return mark.button.isConnected && this.map.getBounds().contains(mark.marker.getLatLng());
  };

  Story.prototype.light = function (number, on) {
    var mark = this.marks[number - 1];
    if (!mark) return;
    mark.node.classList.toggle("gm-lit", on);
    mark.node.parentNode && mark.node.parentNode.classList.toggle("gm-above", on);
    var path = mark.place.layer && mark.place.layer.getElement && mark.place.layer.getElement();
    if (path) path.classList.toggle("gm-lit", on);
  };

  /* ---- the card of a place ---- */

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

  /* ---- controls ---- */

  Story.prototype.addControls = function () {
    var story = this;
    L.control.scale({ imperial: false, maxWidth: 110 }).addTo(this.map);
    var outside = this.data.places.some(function (place) { return !place.inside; });
    if (outside) {
      this.control("topleft", function () {
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

  /* ---- arrangement: where marks move apart and labels find room ---- */

  /* Once for many moves: while a reader drags, labels stay as they are. */
  Story.prototype.soon = function (wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(this.arrange.bind(this), wait);
  };

  Story.prototype.arrange = function () {
    var map = this.map, size = map.getSize();
    clearTimeout(this.waiting);
    var shown = this.inView(size);
    if (this.marks.length > SPREAD) shown = this.cluster(shown);
    pushApart(shown);
    shown.forEach(place);
    var taken = this.controlsBoxes();
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
      if (mark.off) return false;
      // The marker of a large area stands in the part of it that is seen.
      var at = mark.place.outline && !bounds.contains(mark.at) && bounds.contains(mark.anchor) ? mark.anchor : mark.at;
      if (!at.equals(mark.marker.getLatLng())) mark.marker.setLatLng(at);
      var point = map.latLngToContainerPoint(at);
      mark.x = mark.homeX = point.x;
      mark.y = mark.homeY = point.y;
      var near = point.x > -40 && point.y > -40 && point.x < size.x + 40 && point.y < size.y + 40;
      if (!near) mark.label.hidden = true;
      return near;
    });
  };

  /* Of many marks, those that lie close together become one button with their number and the name of the weightiest. */
  Story.prototype.cluster = function (near) {
    var story = this, groups = [], cells = {}, zoom = this.map.getZoom() < this.map.getMaxZoom();
    near.slice().sort(byWeight).forEach(function (mark) {
      var alone = !zoom || mark.place.number === story.current;
      var found = alone ? null : seed(cells, mark);
      if (found) return found.members.push(mark);
      var group = { mark: mark, members: [mark] };
      groups.push(group);
      if (!alone) (cells[key(mark.x, mark.y)] = cells[key(mark.x, mark.y)] || []).push(group);
    });
    this.clusters.forEach(function (cluster) { cluster.marker.remove(); });
    this.clusters = [];
    var single = [];
    groups.forEach(function (group) {
      if (group.members.length < 3) return single.push.apply(single, group.members);
      story.clusters.push(story.clusterMark(group));
    });
    this.marks.forEach(function (mark) {
      var on = single.indexOf(mark) >= 0;
      if (on !== story.holder.hasLayer(mark.marker)) story.holder[on ? "addLayer" : "removeLayer"](mark.marker);
    });
    return single.concat(this.clusters);
  };

  function key(x, y) { return Math.floor(x / CLUSTER) + " " + Math.floor(y / CLUSTER); }

  function seed(cells, mark) {
    for (var dx = -1; dx <= 1; dx++) {
      for (var dy = -1; dy <= 1; dy++) {
        var found = (cells[key(mark.x + dx * CLUSTER, mark.y + dy * CLUSTER)] || []).filter(function (group) {
          return Math.pow(group.mark.x - mark.x, 2) + Math.pow(group.mark.y - mark.y, 2) < CLUSTER * CLUSTER;
        })[0];
        if (found) return found;
      }
    }
    return null;
  }

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
    var marker = L.marker(first.marker.getLatLng(), { interactive: false, keyboard: false, icon: holder(node) }).addTo(this.group);
    return {
      place: { number: first.place.number, weight: first.place.weight + 1, shape: "dot" }, marker: marker, node: node, button: button, label: label,
      leader: leader, pin: pin, size: size, x: first.homeX, y: first.homeY, homeX: first.homeX, homeY: first.homeY
    };
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
})();

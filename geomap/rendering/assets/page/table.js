/* The table of every mention: sorted, filtered, drawn as far as it is read. */

var COLUMNS = [
  ["As written", function (row) { return row.mention[0].toLocaleLowerCase(); }],
  ["No.", function (row) { return row.mention[1] || 1e9; }],
  ["Place", function (row) { return row.place ? row.place.name.toLocaleLowerCase() : "\uffff"; }],
  ["Kind and country", function (row) { return row.what; }],
  ["Role", function (row) { return row.role; }],
  ["Confidence", function (row) { return row.place ? -row.mention[4] : 2; }],
  ["Coordinates", function (row) { return row.place ? -row.place.at[0] : 1e9; }],
  ["Why", function (row) { return row.why; }]
];

Page.prototype.buildTable = function () {
  var page = this, data = this.data, table = document.getElementById("mentions");
  this.all = data.mentions.map(function (mention, index) {
    var place = mention[1] ? data.places[mention[1] - 1] : null;
    var row = {
      index: index, mention: mention, place: place, role: data.roles[mention[2]], status: mention[3],
      what: place ? [place.kind, place.where].filter(Boolean).join(", ") : "",
      why: place ? mention[5].map(function (fact) { return data.facts[fact]; }).join("; ") : mention[6]
    };
    row.text = (mention[0] + " " + (place ? place.name : "") + " " + row.what + " " + row.why).toLocaleLowerCase();
    return row;
  });
  this.rows = this.all;
  var caption = geomap.element("caption", "unseen", "Every mention: as written, place, kind, role, confidence, coordinates, why");
  var head = geomap.element("thead"), line = geomap.element("tr");
  COLUMNS.forEach(function (column, at) {
    var cell = geomap.element("th"), button = geomap.element("button", "", column[0]);
    cell.scope = "col";
    button.type = "button";
    button.addEventListener("click", function () { page.sort(at, cell); });
    cell.appendChild(button);
    line.appendChild(cell);
  });
  head.appendChild(line);
  this.body = geomap.element("tbody");
  table.append(caption, head, this.body);
  this.body.addEventListener("keydown", function (event) { page.walk(event); });
  document.querySelector(".more").addEventListener("click", function () { page.show(page.shown + 1000); });
  this.filters();
  this.show(ROWS);
};

Page.prototype.filters = function () {
  var page = this, box = document.querySelector(".filters");
  var find = document.getElementById("find"), role = document.getElementById("by-role"), status = document.getElementById("by-status");
  fill(role, "role");
  fill(status, "status");
  box.hidden = false;
  function fill(select, key) {
    var seen = [];
    page.all.forEach(function (row) { if (seen.indexOf(row[key]) < 0) seen.push(row[key]); });
    seen.sort().forEach(function (value) { select.appendChild(geomap.element("option", "", value)).value = value; });
  }
  function apply() {
    var word = find.value.trim().toLocaleLowerCase();
    page.rows = page.all.filter(function (row) {
      return (!word || row.text.indexOf(word) >= 0) && (!role.value || row.role === role.value) && (!status.value || row.status === status.value);
    });
    page.reorder();
    document.getElementById("found").textContent = page.rows.length + " of " + page.all.length + (page.all.length === 1 ? " mention" : " mentions");
  }
  [find, role, status].forEach(function (input) { input.addEventListener("input", apply); });
  apply();
};

Page.prototype.sort = function (at, cell) {
  var up = cell.getAttribute("aria-sort") !== "ascending";
  cell.parentNode.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
  cell.setAttribute("aria-sort", up ? "ascending" : "descending");
  this.order = { key: COLUMNS[at][1], up: up ? 1 : -1 };
  this.reorder();
};

Page.prototype.reorder = function () {
  var order = this.order;
  if (order) {
    this.rows = this.rows.slice().sort(function (one, other) {
      var a = order.key(one), b = order.key(other);
      return (a < b ? -1 : a > b ? 1 : 0) * order.up || one.index - other.index;
    });
  }
  this.show(ROWS);
};

Page.prototype.show = function (count) {
  var page = this, more = document.querySelector(".more");
  this.shown = Math.min(count, this.rows.length);
  var fragment = document.createDocumentFragment();
  this.rows.slice(0, this.shown).forEach(function (row) { fragment.appendChild(page.row(row)); });
  this.body.textContent = "";
  this.body.appendChild(fragment);
  more.hidden = this.shown >= this.rows.length;
  more.textContent = "Show more of " + this.rows.length + " rows";
};

Page.prototype.row = function (row) {
  if (row.node) return row.node;
  var page = this, place = row.place, node = (row.node = geomap.element("tr"));
  var written = cell("written");
  written.appendChild(geomap.element("bdi", "", row.mention[0]));
  var number = cell("number");
  if (place) {
    var go = geomap.element("button", "go", String(place.number));
    go.type = "button";
    go.setAttribute("aria-label", "Show " + place.name + ", place " + place.number + ", on the map");
    go.addEventListener("click", function () { page.story.open(place.number, { opener: go }); page.toMap(); });
    number.appendChild(go);
    node.addEventListener("mouseenter", function () { page.story.light(place.number, true); page.light(place.number, true); });
    node.addEventListener("mouseleave", function () { if (page.story.current !== place.number) { page.story.light(place.number, false); page.light(place.number, false); } });
    this.tie(node, place.number);
  }
  cell("place").appendChild(geomap.element("bdi", "", place ? place.name : "not on the map"));
  cell("kind", row.what);
  cell("role", row.role);
  cell("confidence", place ? row.mention[4].toFixed(2) + (row.status === "resolved" ? "" : " " + row.status) : "");
  var coordinates = cell("coordinates");
  if (place) {
    var copy = geomap.element("button", "copy", place.coordinates);
    copy.type = "button";
    copy.setAttribute("aria-label", "Copy the coordinates of " + place.name + ": " + place.coordinates);
    copy.addEventListener("click", function () { copyText(place.coordinates); });
    coordinates.appendChild(copy);
  }
  cell("why", row.why);
  return node;
  function cell(name, text) { return node.appendChild(geomap.element("td", name, text)); }
};

Page.prototype.toMap = function () {
  document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
};

/* Up and down go from row to row in the column of numbers. */
Page.prototype.walk = function (event) {
  var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.closest("button")) return;
  var buttons = Array.prototype.slice.call(this.body.querySelectorAll(event.target.className === "copy" ? ".copy" : ".go"));
  var next = buttons[buttons.indexOf(event.target) + step];
  event.preventDefault();
  if (next) next.focus();
};

function copyText(text) {
  function done() { say("Copied " + text); }
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).then(done);
  // A page opened from disk has no clipboard of its own in every browser: select and copy as a reader would.
  var field = geomap.element("textarea", "unseen");
  field.value = text;
  document.body.appendChild(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  done();
}

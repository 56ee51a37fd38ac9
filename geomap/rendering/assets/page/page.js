/* The page around the map: what lights what, what is read out, what is printed. Every text enters the document as text. */

var ROWS = 200;
var live = document.getElementById("live");
geomap.on.ready = function (story) { new Page(story); };

function Page(story) {
  var page = this;
  this.story = story;
  this.data = story.data;
  this.links = Array.prototype.slice.call(document.querySelectorAll("a.mention"));
  this.byPlace = {};
  this.links.forEach(function (link) { page.tie(link, page.mentionOf(link)[1]); });
  this.linkText();
  this.beyond();
  if (document.getElementById("mentions")) this.buildTable();
  story.on("light", function (number) { page.light(number, true); });
  story.on("dim", function (number) { if (story.current !== number) page.light(number, false); });
  story.on("open", function (number) { page.light(number, true); });
  story.on("close", function (number) { page.light(number, false); });
  story.on("say", say);
  window.addEventListener("beforeprint", function () { page.onPaper(true); });
  window.addEventListener("afterprint", function () { page.onPaper(false); });
  document.documentElement.classList.add("ready");
}

/* Paper: the map takes the size of the sheet before it is laid out for print, and the table shows every row. */
Page.prototype.onPaper = function (printing) {
  document.documentElement.classList.toggle("printing", printing);
  if (printing && this.all) this.show(this.all.length);
  this.story.close();
  this.story.map.invalidateSize({ animate: false });
  this.story.showStory(false);
  this.story.arrange();
};

function say(text) { live.textContent = text; }

Page.prototype.mentionOf = function (link) {
  return this.data.mentions[Number(link.id.slice("mention-".length)) - 1];
};

Page.prototype.tie = function (node, number) {
  if (number) (this.byPlace[number] = this.byPlace[number] || []).push(node);
};

Page.prototype.light = function (number, on) {
  (this.byPlace[number] || []).forEach(function (node) { node.classList.toggle("lit", on); });
};

Page.prototype.describe = function (mention) {
  var place = this.data.places[mention[1] - 1];
  return place ? geomap.describe(place) : mention[0] + ": not on the map. " + mention[6];
};

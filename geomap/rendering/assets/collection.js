/* One map of many articles: the slider shows those of some days, the list shows the places of one. */
geomap.on.ready = function (story) {
  "use strict";

  var data = story.data, live = document.getElementById("live");
  var from = document.getElementById("from"), to = document.getElementById("to");
  var items = data.articles.map(function (article, index) { return document.getElementById("article-" + index); });

  story.on("say", function (text) { live.textContent = text; });
  story.on("light", function (number) { lightArticles(number, true); });
  story.on("dim", function (number) { lightArticles(number, false); });

  function lightArticles(number, on) {
    data.places[number - 1].articles.forEach(function (index) { items[index].classList.toggle("lit", on); });
  }

  items.forEach(function (item, index) {
    var button = item.querySelector("button");
    var numbers = data.places.filter(function (place) { return place.articles.indexOf(index) >= 0; }).map(function (place) { return place.number; });
    if (!numbers.length) return;
    button.hidden = false;
    button.setAttribute("aria-label", "Show the places of: " + data.articles[index].title);
    button.addEventListener("click", function () {
      var points = numbers.map(function (number) { return story.marks[number - 1].at; });
      story.close();
      story.map.fitBounds(L.latLngBounds(points), { padding: [40, 40], maxZoom: 9, animate: false });
      live.textContent = numbers.length + (numbers.length === 1 ? " place" : " places") + " of this article on the map";
    });
    [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]].forEach(function (entry) {
      item.addEventListener(entry[0], function () { numbers.forEach(function (number) { story.light(number, entry[1]); }); });
    });
  });

  /* A place stays on the map as long as one of its articles does; an article without a date always does. */
  function choose(moved) {
    var first = Number(from.value), last = Number(to.value);
    if (first > last) {
      if (moved === from) to.value = String((last = first));
      else from.value = String((first = last));
    }
    [[from, first, "from-day"], [to, last, "to-day"]].forEach(function (entry) {
      entry[0].setAttribute("aria-valuetext", data.days[entry[1]]);
      document.getElementById(entry[2]).textContent = data.days[entry[1]];
    });
    var shown = data.articles.map(function (article) { return article.at < 0 || (article.at >= first && article.at <= last); });
    items.forEach(function (item, index) { item.hidden = !shown[index]; });
    story.choose(function (place) { return place.articles.some(function (index) { return shown[index]; }); });
    var undated = data.articles.filter(function (article) { return article.at < 0; }).length;
    var count = shown.filter(Boolean).length;
    document.getElementById("shown").textContent = count + " of " + shown.length + " articles" + (undated ? ", among them " + undated + " without a date, always shown" : "");
  }

  if (from) {
    document.querySelector(".days").hidden = false;
    [from, to].forEach(function (input) { input.addEventListener("input", function () { choose(input); }); });
    choose(null);
  }
  document.documentElement.classList.add("ready");
};

/* A map in a frame: says aloud what a keyboard reaches, and tells when it stands. */
geomap.on.ready = function (story) {
  "use strict";
  story.on("say", function (text) { document.getElementById("live").textContent = text; });
  window.addEventListener("resize", function () { story.map.invalidateSize({ animate: false }); story.showStory(false); });
  document.documentElement.classList.add("ready");
};

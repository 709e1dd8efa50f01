/* Keeps the place on a preview: who changes a text and looks again is where they were, unless the address names a
   place of its own. Without this script a preview begins at its top. */

(function () {
  "use strict";

  var key = "place:" + location.pathname + location.search;

  if (!location.hash) {
    scrollTo(0, Number(sessionStorage.getItem(key)) || 0);
  }
  addEventListener("pagehide", function () {
    sessionStorage.setItem(key, String(Math.round(scrollY)));
  });
})();

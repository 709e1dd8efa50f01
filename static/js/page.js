/* What a page can do besides being read: keep the reader's text size, show where one is, print, read itself out.
   Every page works without it. Nothing here asks the network for anything or sets a cookie. */

(function () {
  "use strict";

  var root = document.documentElement;
  root.setAttribute("data-script", "");

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  /* --- Text size and spacing, kept on the reader's own device */

  function kept(name) {
    try {
      return localStorage.getItem("reading-" + name);
    } catch (refused) {
      return null;
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem("reading-" + name, value);
    } catch (refused) {
      /* A browser that keeps nothing shows the choice on this page only. */
    }
  }

  all(".comfort-panel input").forEach(function (choice) {
    if (choice.value === kept(choice.name)) {
      choice.checked = true;
    }
    if (choice.checked) {
      root.setAttribute("data-" + choice.name, choice.value);
    }
    choice.addEventListener("change", function () {
      root.setAttribute("data-" + choice.name, choice.value);
      keep(choice.name, choice.value);
    });
  });

  /* The open panel closes with its button or with Escape. */
  var comfort = document.querySelector(".comfort");
  if (comfort) {
    var done = document.querySelector("[data-done]");
    done.hidden = false;
    done.addEventListener("click", function () {
      comfort.open = false;
      comfort.querySelector("summary").focus();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && comfort.open) {
        comfort.open = false;
        comfort.querySelector("summary").focus();
      }
    });
  }

  /* --- A link may lead into something folded: open it. Browsers of today do so themselves. */

  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest("details:not([open])");
    while (folded) {
      folded.open = true;
      target.scrollIntoView();
      folded = folded.parentElement.closest("details:not([open])");
    }
  }
  addEventListener("hashchange", reveal);
  reveal();

  /* --- The contents show which part is being read */

  var lines = all(".contents a");
  var headings = lines.map(function (line) {
    return document.getElementById(line.hash.slice(1));
  });

  function markPlace() {
    var at = -1;
    headings.forEach(function (heading, number) {
      if (heading && heading.getBoundingClientRect().top < innerHeight / 3) {
        at = number;
      }
    });
    lines.forEach(function (line, number) {
      line.parentElement.classList.toggle("is-read", number === at);
      if (number === at) {
        line.setAttribute("aria-current", "location");
      } else {
        line.removeAttribute("aria-current");
      }
    });
  }

  if (lines.length && "IntersectionObserver" in window) {
    var watch = new IntersectionObserver(markPlace, { rootMargin: "0px 0px -66% 0px" });
    headings.filter(Boolean).forEach(function (heading) {
      watch.observe(heading);
    });
  }

  /* --- Paper: all that is folded lies open there */

  var opened = [];
  addEventListener("beforeprint", function () {
    opened = all("main details:not([open]), .all-signs details:not([open])");
    opened.forEach(function (each) {
      each.open = true;
    });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (each) {
      each.open = false;
    });
  });
  all("[data-print]").forEach(function (button) {
    button.closest("li").hidden = false;
    button.addEventListener("click", function () {
      print();
    });
  });
})();

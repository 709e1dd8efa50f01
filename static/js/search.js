/* Suggestions under the search field: pages that are called like what has been typed so far.
   Without this the field is sent as ever. What is typed goes to this site only, and is not kept. */

(function () {
  "use strict";

  var WAIT_MS = 150;
  var FEWEST = 2;

  Array.prototype.slice.call(document.querySelectorAll("[data-suggest]")).forEach(function (place, number) {
    var field = place.querySelector("input[type=search]");
    var list = document.createElement("ul");
    var told = document.createElement("p");
    var options = [];
    var active = -1;
    var waiting = 0;
    var asked = null;

    list.id = "suggestions-" + number;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", place.getAttribute("data-named"));
    told.className = "aside-for-readers";
    told.setAttribute("role", "status");
    place.appendChild(list);
    place.appendChild(told);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    function close() {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function mark(which) {
      active = which;
      options.forEach(function (option, at) {
        option.setAttribute("aria-selected", at === active ? "true" : "false");
      });
      if (active < 0) {
        field.removeAttribute("aria-activedescendant");
      } else {
        field.setAttribute("aria-activedescendant", options[active].id);
        options[active].scrollIntoView({ block: "nearest" });
      }
    }

    function show(found) {
      list.textContent = "";
      options = found.map(function (page, at) {
        var option = document.createElement("li");
        option.id = list.id + "-" + at;
        var kind = document.createElement("span");
        option.textContent = page.title + " ";
        kind.className = "hit-kind";
        kind.textContent = page.kind;
        option.appendChild(kind);
        option.setAttribute("role", "option");
        option.setAttribute("data-address", page.address);
        list.appendChild(option);
        return option;
      });
      told.textContent = found.length
        ? place.getAttribute(found.length === 1 ? "data-told-one" : "data-told").replace("0", found.length)
        : "";
      if (!found.length) {
        close();
        return;
      }
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      mark(-1);
    }

    function ask() {
      var typed = field.value.trim();
      if (asked) {
        asked.abort();
      }
      if (typed.length < FEWEST) {
        show([]);
        return;
      }
      asked = new XMLHttpRequest();
      asked.open("GET", place.getAttribute("data-suggest") + "?q=" + encodeURIComponent(typed));
      asked.onload = function () {
        if (this.status === 200 && document.activeElement === field) {
          show(JSON.parse(this.responseText).found);
        }
      };
      asked.send();
    }

    field.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT_MS);
    });

    field.addEventListener("keydown", function (event) {
      var last = options.length - 1;
      if (list.hidden) {
        return;
      }
      if (event.key === "ArrowDown") {
        mark(active === last ? -1 : active + 1);
        event.preventDefault();
      } else if (event.key === "ArrowUp") {
        mark(active < 0 ? last : active - 1);
        event.preventDefault();
      } else if (event.key === "Escape") {
        close();
        event.preventDefault();
      } else if (event.key === "Enter" && active >= 0) {
        location.assign(options[active].getAttribute("data-address"));
        event.preventDefault();
      }
    });

    /* Before the field loses the focus, so that a press on a suggestion counts. */
    list.addEventListener("mousedown", function (event) {
      var option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) {
        location.assign(option.getAttribute("data-address"));
      }
    });

    field.addEventListener("blur", close);
  });
})();

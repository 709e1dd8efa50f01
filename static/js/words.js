/* A marked word opens its meaning right below the paragraph in which it stands. Without this script, and on paper, the
   mark leads to the words at the end of the page. */

(function () {
  "use strict";

  var open = null;

  function close(returnsFocus) {
    if (!open) {
      return;
    }
    var term = open.term;
    open.aside.parentNode.removeChild(open.aside);
    term.setAttribute("aria-expanded", "false");
    term.removeAttribute("aria-controls");
    open = null;
    if (returnsFocus) {
      term.focus();
    }
  }

  /* Behind the paragraph; inside an item or a description; behind the whole of a table, whose cells are narrow. */
  function place(term, aside) {
    var near = term.closest("table") || term.closest("p, li, dd, dt, figcaption, blockquote, div");
    if (near.matches("p, table")) {
      near.parentNode.insertBefore(aside, near.nextSibling);
    } else {
      near.appendChild(aside);
    }
  }

  function aside(term, entry) {
    var box = document.createElement("div");
    var words = document.createElement("div");
    var button = document.createElement("button");
    var title = entry.cloneNode(true);
    var meaning = entry.nextElementSibling.cloneNode(true);
    var name = document.createElement("strong");
    box.className = "word-here";
    box.id = "here-" + term.id;
    words.setAttribute("aria-live", "polite");
    Array.prototype.slice.call(meaning.querySelectorAll(".back")).forEach(function (back) {
      back.parentNode.removeChild(back);
    });
    name.textContent = title.textContent.replace(/\s+/g, " ").trim();
    button.type = "button";
    button.className = "word-close";
    button.textContent = document.querySelector(".words").getAttribute("data-says-close");
    button.addEventListener("click", function () {
      close(true);
    });
    box.appendChild(words);
    box.appendChild(button);
    /* A live region says what comes into it, not what it is born with. */
    setTimeout(function () {
      words.appendChild(name);
      words.appendChild(document.createTextNode(" " + meaning.textContent.replace(/\s+/g, " ").trim()));
    }, 0);
    return box;
  }

  function toggle(term, entry) {
    var wasOpen = open && open.term === term;
    close(false);
    if (wasOpen) {
      return;
    }
    open = { term: term, aside: aside(term, entry) };
    place(term, open.aside);
    term.setAttribute("aria-expanded", "true");
    term.setAttribute("aria-controls", open.aside.id);
  }

  Array.prototype.slice.call(document.querySelectorAll("a.term")).forEach(function (term) {
    var entry = document.getElementById(term.hash.slice(1));
    if (!entry) {
      return;
    }
    term.setAttribute("role", "button");
    term.setAttribute("aria-expanded", "false");
    term.addEventListener("click", function (event) {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        toggle(term, entry);
      }
    });
    term.addEventListener("keydown", function (event) {
      if (event.key === " ") {
        event.preventDefault();
        toggle(term, entry);
      }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      close(true);
    }
  });
})();

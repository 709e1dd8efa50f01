/* The bar above the text: each button puts the right marks at the cursor, so that nobody has to know them. What it
   does can be undone with the keys of the browser. Without this script the bar is not there; "How to write" is. */

(function () {
  "use strict";

  var form = document.querySelector("form.writing");
  var field = form && form.querySelector("textarea[name=body]");
  var chooser = document.getElementById("chooser");
  if (!field || !chooser || !chooser.showModal) {
    return;
  }
  var search = chooser.querySelector("input");
  var list = chooser.querySelector("ul");
  var status = chooser.querySelector("[role=status]");
  var asked = null;
  var newest = 0;
  var waiting;

  /* --- Putting words in */

  function put(from, to, words) {
    field.focus();
    field.setSelectionRange(from, to);
    /* The only way of writing that the browser's undo takes back. */
    if (!document.execCommand("insertText", false, words)) {
      field.setRangeText(words, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function lineStart(at) {
    return field.value.lastIndexOf("\n", at - 1) + 1;
  }

  function lineEnd(at) {
    var end = field.value.indexOf("\n", at);
    return end < 0 ? field.value.length : end;
  }

  /* Words that must have an empty line before and behind them. */
  function apart(from, to, words) {
    var before = field.value.slice(0, from);
    var behind = field.value.slice(to);
    var above = !before || /\n\n$/.test(before) ? "" : /\n$/.test(before) ? "\n" : "\n\n";
    var below = !behind ? "\n" : /^\n\n/.test(behind) ? "" : /^\n/.test(behind) ? "\n" : "\n\n";
    put(from, to, above + words + below);
  }

  var inserts = {
    heading: function () {
      var from = lineStart(field.selectionStart);
      var to = lineEnd(from);
      var words = field.value.slice(from, to).replace(/^#+ */, "");
      put(from, to, "## " + words);
    },
    list: function () {
      var from = lineStart(field.selectionStart);
      var to = lineEnd(field.selectionEnd);
      var lines = field.value.slice(from, to).split("\n").map(function (line) {
        return /^- /.test(line) || (!line && to > from) ? line : "- " + line;
      });
      var above = field.value.slice(lineStart(from - 1), from - 1);
      var isLoose = from > 0 && above && !/^- /.test(above);
      put(from, to, (isLoose ? "\n" : "") + lines.join("\n"));
    },
    link: function (choice) {
      var words = field.value.slice(field.selectionStart, field.selectionEnd);
      put(field.selectionStart, field.selectionEnd, "[" + (words || choice.title) + "](" + choice.kind + ":" + choice.slug + ")");
    },
    source: function (choice) {
      var at = field.selectionEnd;
      var isFree = at === 0 || /\s/.test(field.value.charAt(at - 1));
      put(at, at, (isFree ? "" : " ") + "[@" + choice.slug + "]");
    },
    /* A word of the glossary needs no mark: its first use is explained by itself. */
    term: function (choice) {
      put(field.selectionStart, field.selectionEnd, choice.title);
    },
    finding: function (choice) {
      var at = lineEnd(field.selectionEnd);
      apart(at, at, "::: finding " + choice.slug + "\n:::");
    },
    picture: function (choice) {
      var at = lineEnd(field.selectionEnd);
      apart(at, at, "::: figure " + choice.slug + "\n:::");
    },
  };

  /* --- Choosing a document */

  function say(name) {
    status.textContent = status.getAttribute("data-words-" + name);
  }

  function entry(choice) {
    var item = document.createElement("li");
    var button = document.createElement("button");
    var title = document.createElement("strong");
    var about = document.createElement("span");
    button.type = "button";
    title.textContent = choice.title;
    about.textContent = choice.noun + " · " + choice.slug;
    button.append(title, about);
    if (!choice.is_public) {
      var draft = document.createElement("em");
      draft.textContent = list.getAttribute("data-draft");
      button.append(draft);
    }
    button.addEventListener("click", function () {
      var insert = inserts[asked.getAttribute("data-choose")];
      chooser.close();
      insert(choice);
    });
    item.append(button);
    return item;
  }

  /* Nothing is offered that is not an answer to what stands in the field now: Return would take it. */
  function forget() {
    clearTimeout(waiting);
    newest += 1;
    list.replaceChildren();
    status.textContent = "";
  }

  function find() {
    var number = newest;
    var query = new URLSearchParams({
      for: asked.getAttribute("data-choose"),
      language: form.getAttribute("data-language"),
      q: search.value,
    });
    fetch(form.getAttribute("data-choices") + "?" + query, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) {
          throw new Error(answer.status);
        }
        return answer.json();
      })
      .then(function (found) {
        if (number === newest) {
          list.replaceChildren.apply(list, found.choices.map(entry));
          say(found.is_more ? "more" : found.choices.length ? "some" : "none");
        }
      })
      .catch(function () {
        if (number === newest) {
          say("failed");
        }
      });
  }

  function move(event) {
    var steps = { ArrowDown: 1, ArrowUp: -1 };
    var buttons = Array.prototype.slice.call(list.querySelectorAll("button"));
    var at = buttons.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === search) {
      event.preventDefault();
      if (buttons.length) {
        buttons[0].focus();
      }
    } else if (steps[event.key] && buttons.length) {
      event.preventDefault();
      (buttons[at + steps[event.key]] || (at + steps[event.key] < 0 ? search : buttons[buttons.length - 1])).focus();
    }
  }

  chooser.addEventListener("keydown", move);
  chooser.querySelector("[data-close]").addEventListener("click", function () {
    chooser.close();
  });
  chooser.addEventListener("close", forget);
  search.addEventListener("input", function () {
    forget();
    waiting = setTimeout(find, 200);
  });

  var bar = form.querySelector(".bar");
  bar.hidden = false;
  bar.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button && button.hasAttribute("data-insert")) {
      inserts[button.getAttribute("data-insert")]();
    } else if (button) {
      asked = button;
      search.value = field.value.slice(field.selectionStart, field.selectionEnd).slice(0, 80).trim();
      document.getElementById("chooser-heading").textContent = button.getAttribute("data-heading");
      chooser.showModal();
      search.focus();
      find();
    }
  });
})();

/* While somebody writes: the look and the panel follow the words, a remark leads to its line, and the portal is told
   each minute that the page is still open. Without this script the buttons do the same. */

(function () {
  "use strict";

  var QUIET_MS = 1500;
  var MINUTE_MS = 60000;
  var form = document.querySelector("form.writing");
  if (!form) {
    return;
  }
  var field = form.querySelector("textarea[name=body]");
  var panel = form.querySelector("[data-reading]");
  var looking = form.querySelector("button[formtarget=look]");
  var frames = form.querySelector(".frames");
  var refreshed = form.querySelector("[data-refreshed]");
  var PLACES = /^(benefit_|harm_)?findings$/;
  var lookedFrom = null;
  var isOurs = false;
  var looks = 0;
  var follows = 0;
  var waiting;

  form.addEventListener("focusin", function (event) {
    /* Whichever button is pressed next, the look stays at what was being written. */
    if (event.target === field || PLACES.test(event.target.name || "")) {
      lookedFrom = event.target;
    }
  });

  function send(address, words) {
    return fetch(address, { method: "POST", body: words, credentials: "same-origin" }).then(function (answer) {
      /* Whether the words are safe is for the script that keeps them to say. */
      form.dispatchEvent(new CustomEvent("desk-answer", { detail: answer }));
      if (!answer.ok || answer.redirected) {
        throw new Error(answer.status);
      }
      return answer.text();
    });
  }

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html").body;
  }

  /* --- The panel */

  function isUsed() {
    /* What somebody is using is not taken away from under them. */
    return panel.contains(document.activeElement);
  }

  /* What a glance at the panel tells: whether something stops the page from being published. */
  function gist() {
    var said = panel && panel.querySelector("[data-gist]");
    return said ? said.getAttribute("data-gist") : "";
  }

  function renew(html) {
    var before = gist();
    var open = [];
    var ticked = [];
    panel.querySelectorAll("details[open]").forEach(function (each) {
      open.push(each.id);
    });
    panel.querySelectorAll("input:checked").forEach(function (each) {
      ticked.push(each.id);
    });
    panel.replaceChildren.apply(panel, Array.prototype.slice.call(parsed(html).childNodes));
    open.forEach(function (id) {
      var again = document.getElementById(id);
      if (again) {
        again.open = true;
      }
    });
    ticked.forEach(function (id) {
      var again = document.getElementById(id);
      if (again) {
        again.checked = true;
      }
    });
    /* Said only when it changes: after every pause in typing it would be in the way. */
    if (gist() !== before) {
      refreshed.textContent = gist();
    }
  }

  function read(number) {
    if (!panel || isUsed()) {
      return Promise.resolve();
    }
    var words = new FormData(form);
    words.append("_check", "alone");
    return send(location.pathname + location.search, words).then(function (html) {
      /* An answer that comes late is about older words than those on the screen. */
      if (number === follows && !isUsed()) {
        renew(html);
      }
    });
  }

  /* --- The look */

  /* The headings of a text with their anchors, as the portal makes them of the headings' words. */
  function headings(text) {
    var taken = {};
    return text.split("\n").map(function (line) {
      return /^###? +(.+)$/.exec(line);
    }).filter(Boolean).map(function (found) {
      var words = found[1].replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
      var stem = words.replace(/['’]/g, "").normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
      stem = stem.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 70).replace(/-+$/, "") || "part";
      taken[stem] = (taken[stem] || 0) + 1;
      return { words: words, anchor: taken[stem] > 1 ? stem + "-" + taken[stem] : stem };
    });
  }

  /* The whole line that the cursor of a field is on, with all that stands above it. */
  function linesToCursor(input) {
    var end = input.value.indexOf("\n", input.selectionEnd);
    return (end < 0 ? input.value : input.value.slice(0, end)).split("\n");
  }

  /* The figure or picture that the cursor's block draws, else the heading above it. */
  function anchorInText() {
    var lines = linesToCursor(field);
    var stems = { finding: "finding-", figure: "picture-" };
    for (var at = lines.length - 1; at >= 0 && at > lines.length - 3; at -= 1) {
      var block = /^::: (finding|figure) +(\S+)/.exec(lines[at]);
      if (block) {
        return stems[block[1]] + block[2];
      }
    }
    var above = headings(lines.join("\n"));
    return above.length ? above[above.length - 1].anchor : "";
  }

  /* A finding that a field names stands in the text as a block of its own, or as a row of the summary. */
  function anchorOfFinding(input) {
    var slug = linesToCursor(input).pop().trim();
    var isBlock = field.value.split("\n").some(function (line) {
      return line.replace(/ +/g, " ").trim() === "::: finding " + slug;
    });
    return slug && (isBlock ? "finding-" : "result-") + slug;
  }

  function anchorAtCursor() {
    if (!lookedFrom) {
      return "";
    }
    return lookedFrom === field ? anchorInText() : anchorOfFinding(lookedFrom);
  }

  /* By hand: an address with a place in it would move the page around the frame too. */
  function showPlace(frame, anchor) {
    var found = anchor && frame.contentDocument && frame.contentDocument.getElementById(anchor);
    if (found) {
      frame.setAttribute("data-place", anchor);
      frame.contentWindow.scrollTo(0, found.getBoundingClientRect().top + frame.contentWindow.scrollY);
    }
  }

  /* A frame of its own for each look: the old one stays in sight until the new one is drawn, and the browser's way
     back is not filled with looks. */
  function look() {
    if (!looking) {
      return;
    }
    var shown = frames.querySelectorAll("iframe");
    var next = shown[0].cloneNode();
    for (var at = 1; at < shown.length; at += 1) {
      shown[at].remove();
    }
    /* A name is the frame's for life, so that each has its own. */
    looks += 1;
    next.name = "look-" + looks;
    next.classList.add("is-coming");
    frames.append(next);
    var anchor = anchorAtCursor();
    next.addEventListener("load", function () {
      next.classList.remove("is-coming");
      showPlace(next, anchor);
      frames.querySelectorAll("iframe").forEach(function (each) {
        if (each !== next) {
          each.remove();
        }
      });
    });
    looking.setAttribute("formtarget", next.name);
    isOurs = true;
    form.requestSubmit(looking);
    isOurs = false;
  }

  /* Pressed by hand, the button does the same. */
  form.addEventListener("submit", function (event) {
    if (looking && event.submitter === looking && !isOurs) {
      event.preventDefault();
      /* A form cannot be sent from within its own sending. */
      setTimeout(look, 0);
    }
  });

  function follow() {
    follows += 1;
    var number = follows;
    function next() {
      if (number === follows) {
        look();
      }
    }
    /* Words that the panel could not be fetched for can still be looked at; the next pause in typing tries both again. */
    read(number).then(next, next);
  }

  form.addEventListener("input", function (event) {
    if (!panel || !panel.contains(event.target)) {
      clearTimeout(waiting);
      waiting = setTimeout(follow, QUIET_MS);
    }
  });
  addEventListener("load", function () {
    setTimeout(look, 0);
  });

  /* Links to lines lead into the field itself. */
  var typedLines = form.querySelector(".typed-lines");
  if (typedLines) {
    typedLines.open = false;
  }

  /* --- From a remark to its line */

  function goTo(line) {
    /* Lines are counted from the first that has words. */
    var from = /^(?:[ \t]*\n)*/.exec(field.value)[0].length;
    for (var at = 1; at < line && field.value.indexOf("\n", from) >= 0; at += 1) {
      from = field.value.indexOf("\n", from) + 1;
    }
    var to = (field.value + "\n").indexOf("\n", from);
    /* Browsers bring a cursor into sight when a field gets the focus, and only then. */
    field.blur();
    field.setSelectionRange(from, from);
    field.focus();
    field.setSelectionRange(from, to);
    field.scrollIntoView({ block: "nearest" });
  }

  /* Faults stand above the form. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-line]");
    if (link && field) {
      event.preventDefault();
      goTo(Number(link.getAttribute("data-line")));
    }
  });

  /* --- Where a check question is answered: the headings of the text to choose from */

  var passages = document.createElement("datalist");
  passages.id = "passages";
  form.append(passages);
  form.addEventListener("focusin", function (event) {
    if (field && /^check_items-\d+-passage$/.test(event.target.name || "")) {
      event.target.setAttribute("list", passages.id);
      passages.replaceChildren.apply(passages, headings(field.value).map(function (heading) {
        var option = document.createElement("option");
        option.value = heading.anchor;
        option.label = heading.words;
        return option;
      }));
    }
  });

  /* --- Who else is here */

  var others = document.getElementById("others");
  var address = others.getAttribute("data-here");

  function tell() {
    if (document.visibilityState !== "visible") {
      return;
    }
    var token = new FormData();
    token.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    send(address, token).then(function (html) {
      var said = parsed(html);
      if (said.textContent !== others.textContent) {
        others.replaceChildren.apply(others, Array.prototype.slice.call(said.childNodes));
      }
    }, function () {
      /* A minute later it is tried again. */
    });
  }

  if (address) {
    setInterval(tell, MINUTE_MS);
    document.addEventListener("visibilitychange", tell);
  }
})();

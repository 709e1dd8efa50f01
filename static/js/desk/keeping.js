/* Words that were typed and not sent are kept in this browser, one heap a person, address, revision and opening of the
   screen, until the portal says that they have arrived. They survive a crash, a closed tab, a session that has ended. */

(function () {
  "use strict";

  var STEM = "desk-unsent/";
  var DAY_MS = 24 * 3600 * 1000;
  var KEPT_DAYS = 30;
  var PAUSE_MS = 400;
  var JUST_NOW_MS = 10 * 60 * 1000;
  var NEVER = /^(csrfmiddlewaretoken|saving-ticket)$|password/i;

  function all(stem) {
    var keys = [];
    try {
      for (var at = 0; at < localStorage.length; at += 1) {
        if (localStorage.key(at).indexOf(stem) === 0) {
          keys.push(localStorage.key(at));
        }
      }
    } catch (refused) {
      /* A browser that keeps nothing warns before the page is left, and that is all. */
    }
    return keys;
  }

  function read(key) {
    try {
      var heap = JSON.parse(localStorage.getItem(key));
      return heap && heap.values ? heap : null;
    } catch (broken) {
      return null;
    }
  }

  function drop(key) {
    try {
      localStorage.removeItem(key);
    } catch (refused) {
      /* There is nothing to drop, either. */
    }
  }

  /* --- What has arrived, and what is too old */

  var arrived = [];
  document.querySelectorAll(".messagelist li").forEach(function (message) {
    var found = /(?:^| )saved-([0-9a-f]{32})(?: |$)/.exec(message.className);
    if (found) {
      arrived.push(found[1]);
    }
  });
  all(STEM).forEach(function (key) {
    var heap = read(key);
    if (!heap || arrived.indexOf(heap.ticket) >= 0 || Date.now() - heap.at > KEPT_DAYS * DAY_MS) {
      drop(key);
    }
  });

  /* --- Logging out leaves nothing of this person behind */

  var out = document.getElementById("logout-form");
  var user = out && out.getAttribute("data-user");
  if (user) {
    out.addEventListener("submit", function (event) {
      /* What was typed a moment ago is asked about too. */
      keep();
      var keys = all(STEM + user + "/");
      if (keys.length && !confirm(out.getAttribute("data-unsent"))) {
        event.preventDefault();
        return;
      }
      isLeaving = true;
      /* Or leaving this page would keep it again. */
      isTyped = false;
      clearTimeout(waiting);
      keys.forEach(drop);
    });
  }

  /* --- The form of this page */

  var isLeaving = false;
  var isTyped = false;
  var waiting;
  var form = document.querySelector("form.writing");
  if (!form || !user) {
    return;
  }
  var place = STEM + user + "/" + location.pathname + "/";
  var ticket = form.elements["saving-ticket"].value;
  var base = form.elements["saving-based_on"];
  var notice = document.getElementById("unsent");

  function key() {
    return place + base.value + "/" + ticket;
  }

  function values() {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      if (!NEVER.test(name) && typeof value === "string") {
        (found[name] = found[name] || []).push(value);
      }
    });
    return found;
  }

  /* Tells whether what was typed is kept now. */
  function keep() {
    clearTimeout(waiting);
    if (!isTyped) {
      return false;
    }
    try {
      localStorage.setItem(key(), JSON.stringify({ at: Date.now(), ticket: ticket, values: values() }));
      return true;
    } catch (full) {
      /* Nothing can be kept here; leaving the page is still warned of. */
      return false;
    }
  }

  function typed() {
    isTyped = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE_MS);
  }

  form.addEventListener("input", function (event) {
    /* Boxes of the check list have no name: they are nobody's words. */
    if (event.target.name) {
      typed();
    }
  });
  form.addEventListener("submit", function (event) {
    var target = event.submitter && event.submitter.getAttribute("formtarget");
    if (!target) {
      keep();
      isLeaving = true;
    }
  });
  /* Back from another page, the form is as it was and nothing is on its way any more. */
  addEventListener("pageshow", function () {
    isLeaving = false;
  });
  addEventListener("pagehide", keep);
  addEventListener("beforeunload", function (event) {
    if (isTyped && !isLeaving) {
      keep();
      event.preventDefault();
      event.returnValue = "";
    }
  });

  /* --- What was kept on an earlier visit */

  function newest() {
    var found = null;
    all(place).forEach(function (each) {
      var heap = read(each);
      if (heap && heap.ticket !== ticket && (!found || heap.at > found.heap.at)) {
        found = { key: each, heap: heap };
      }
    });
    return found;
  }

  function fill(name, words) {
    var inputs = Array.prototype.filter.call(form.elements, function (each) {
      return each.name === name && each.type !== "submit";
    });
    inputs.forEach(function (input, number) {
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = words.indexOf(input.value) >= 0;
      } else if (number < words.length) {
        input.value = words[number];
      }
    });
    /* Rows that were added are not drawn yet, and are sent all the same. */
    words.slice(inputs.length).forEach(function (more) {
      var hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = name;
      hidden.value = more;
      form.append(hidden);
    });
  }

  function show(found) {
    Array.prototype.forEach.call(form.elements, function (each) {
      if (each.name && /^(checkbox|radio)$/.test(each.type) && !found.heap.values[each.name]) {
        each.checked = false;
      }
    });
    Object.keys(found.heap.values).forEach(function (name) {
      fill(name, found.heap.values[name]);
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
    isTyped = true;
    /* Where the browser has no room for another copy, the old one is the only one. */
    if (keep()) {
      drop(found.key);
    }
    var shown = document.getElementById("unsent-shown");
    shown.hidden = false;
    notice.hidden = true;
    /* The button that had the focus is gone, and the words are read out where the focus goes. */
    shown.focus();
  }

  function throwAway(event) {
    if (confirm(event.target.getAttribute("data-throw"))) {
      drop(found.key);
      notice.hidden = true;
      form.querySelector("input:not([type=hidden]), select, textarea").focus();
    }
  }

  /* The portal may have drawn these very words again, with what is to be mended. */
  isTyped = all(place).some(function (each) {
    var heap = read(each);
    return heap && heap.ticket === ticket;
  });
  var found = isTyped ? null : newest();

  function describe() {
    var at = new Date(found.heap.at);
    var isToday = at.toDateString() === new Date().toDateString();
    var time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    notice.querySelector("[data-kept-at]").textContent = isToday ? time : at.toLocaleDateString() + ", " + time;
    notice.querySelector("[data-is-older]").hidden = found.heap.values["saving-based_on"][0] === base.value;
    notice.querySelector("[data-may-be-open]").hidden = Date.now() - at > JUST_NOW_MS;
  }

  /* Typed on in another tab, or sent from there, while this one offers it. */
  function follow(event) {
    if (event.key === found.key && !notice.hidden) {
      found.heap = read(found.key) || found.heap;
      describe();
      notice.hidden = event.newValue === null;
    }
  }

  if (found) {
    describe();
    addEventListener("storage", follow);
    notice.querySelector("[data-show]").addEventListener("click", function () {
      show(found);
    });
    notice.querySelector("[data-throw]").addEventListener("click", throwAway);
    notice.hidden = false;
  }

  /* --- The portal takes nothing from here any more: what is true of the words, and the way on */

  var goneOut = document.getElementById("gone-out");
  var told = "";

  function tell(lines) {
    var wanted = lines.join(",");
    if (wanted !== told) {
      told = wanted;
      goneOut.replaceChildren();
    }
    if (wanted && !goneOut.firstChild) {
      var words = document.getElementById("gone-out-words").content.cloneNode(true);
      words.querySelectorAll("p").forEach(function (line) {
        if (!line.matches(wanted)) {
          line.remove();
        }
      });
      goneOut.append(words);
    }
  }

  form.addEventListener("desk-answer", function (event) {
    if (event.detail.status !== 403) {
      tell([]);
      return;
    }
    var why = event.detail.headers.has("Signed-Out") ? "[data-signed-out]" : "[data-refused]";
    tell(keep() ? [why, "[data-kept]"] : isTyped ? [why, "[data-not-kept]"] : [why]);
  });
})();

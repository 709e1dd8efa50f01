/* Reads the page out with the device's own voice, one paragraph after another, and marks the one that is heard.
   Only voices that are on the device are used, so that no word of the page goes to anybody else. */

(function () {
  "use strict";

  var start = document.querySelector("[data-aloud=start]");
  var stop = document.querySelector("[data-aloud=stop]");
  var speech = window.speechSynthesis;
  if (!start || !speech || !window.SpeechSynthesisUtterance) {
    return;
  }

  var SAID = "h1, h2, h3, p, li, dt, dd, th, td, caption, summary, legend, label";
  var PAUSE = start.getAttribute("data-says-pause");
  var GO_ON = start.getAttribute("data-says-go-on");
  var LISTEN = start.textContent;
  var waiting = [];
  var heard = null;
  var said = null;

  function voice() {
    var language = document.documentElement.lang;
    var near = speech.getVoices().filter(function (each) {
      return each.localService && each.lang.replace("_", "-").toLowerCase().indexOf(language.toLowerCase()) === 0;
    });
    return near[0] || null;
  }

  /* The innermost pieces of the main text that can be seen, in order; a piece inside another is said with it. */
  function pieces() {
    var found = Array.prototype.slice.call(document.querySelectorAll("main h1, .short-answer, .body")).reduce(function (all, part) {
      return all.concat(part.matches("h1") ? [part] : Array.prototype.slice.call(part.querySelectorAll(SAID)));
    }, []);
    return found.filter(function (piece, number) {
      return found.indexOf(piece) === number && !piece.querySelector(SAID) && piece.offsetParent && words(piece);
    });
  }

  function words(piece) {
    var copy = piece.cloneNode(true);
    Array.prototype.slice.call(copy.querySelectorAll("sup, svg, [hidden], button")).forEach(function (aside) {
      aside.parentNode.removeChild(aside);
    });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function mark(piece) {
    if (heard) {
      heard.classList.remove("is-heard");
    }
    heard = piece;
    if (piece) {
      piece.classList.add("is-heard");
      piece.scrollIntoView({ block: "nearest" });
    }
  }

  function next() {
    var piece = waiting.shift();
    if (!piece) {
      end();
      return;
    }
    mark(piece);
    said = new SpeechSynthesisUtterance(words(piece));
    said.lang = document.documentElement.lang;
    said.voice = voice();
    said.onend = next;
    said.onerror = end;
    speech.speak(said);
  }

  function end() {
    if (said) {
      said.onend = said.onerror = null;
    }
    waiting = [];
    speech.cancel();
    mark(null);
    start.textContent = LISTEN;
    stop.hidden = true;
  }

  start.addEventListener("click", function () {
    if (!heard) {
      waiting = pieces();
      stop.hidden = false;
      start.textContent = PAUSE;
      next();
    } else if (speech.paused) {
      speech.resume();
      start.textContent = PAUSE;
    } else {
      speech.pause();
      start.textContent = GO_ON;
    }
  });
  stop.addEventListener("click", function () {
    end();
    start.focus();
  });
  addEventListener("pagehide", end);

  function offer() {
    start.closest("li").hidden = !voice();
  }
  speech.addEventListener("voiceschanged", offer);
  offer();
})();

/* The check at the end of a page: choices to choose from, and what is true with the part of the page that says so.
   Nothing that is chosen or ticked is sent, kept or counted; without this script the answers fold as they are. */

(function () {
  "use strict";

  var section = document.querySelector(".checks");
  var sheet = document.querySelector(".my-list");
  if (!section || !sheet) {
    return;
  }

  function all(selector, within) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }

  function make(name, className) {
    var made = document.createElement(name);
    made.className = className;
    return made;
  }

  /* --- The words of the page below a heading, up to the next one; pictures, figures and tables stay where they are. */

  var WORDS = "p, ul, ol, .callout, .advice, .steps, .choices, .key-points, .card";

  function passage(anchor) {
    var copy = make("blockquote", "check-passage");
    var next = document.getElementById(anchor).nextElementSibling;
    while (next && !/^H[1-6]$/.test(next.tagName)) {
      if (next.matches(WORDS)) {
        copy.appendChild(next.cloneNode(true));
      }
      next = next.nextElementSibling;
    }
    all(".word-here", copy).forEach(function (aside) {
      aside.parentNode.removeChild(aside);
    });
    all("a.term", copy).forEach(function (term) {
      term.parentNode.replaceChild(document.createTextNode(term.textContent), term);
    });
    all("[id]", copy).forEach(function (element) {
      element.removeAttribute("id");
    });
    return copy;
  }

  /* --- Choices as radio buttons. Any of them shows what is true; none is marked as right or wrong. */

  function choosable(item, question, listed, show) {
    var group = make("fieldset", "check-group");
    var legend = make("legend", "check-question");
    legend.textContent = question.textContent;
    group.appendChild(legend);
    all("li", listed).forEach(function (choice, number) {
      var line = make("div", "choice");
      var input = make("input", "");
      var label = make("label", "");
      input.type = "radio";
      input.name = item.id;
      input.id = item.id + "-" + number;
      input.autocomplete = "off";
      label.htmlFor = input.id;
      label.textContent = choice.textContent;
      input.addEventListener("change", show);
      line.appendChild(input);
      line.appendChild(label);
      group.appendChild(line);
    });
    /* The tick box and the answer are described by the question, wherever it stands. */
    legend.id = question.id;
    item.replaceChild(group, question);
    item.removeChild(listed);
  }

  all(".check", section).forEach(function (item) {
    var question = item.querySelector(".check-question");
    var listed = item.querySelector(".check-choices");
    var answer = item.querySelector(".check-answer");
    var where = answer.querySelector(".check-where");
    var link = where && where.querySelector("a");
    var said = make("div", "aside-for-readers");
    said.setAttribute("aria-live", "polite");
    item.insertBefore(said, answer);
    item.setAttribute("data-question", question.textContent);

    answer.addEventListener("toggle", function () {
      if (answer.open && link && !answer.querySelector(".check-passage")) {
        answer.insertBefore(passage(link.hash.slice(1)), where);
      }
    });

    /* What is true is read out once; then it is left where it stands, not twice on the page. */
    function show() {
      answer.open = true;
      said.textContent = answer.querySelector(".check-truth").textContent;
      setTimeout(function () {
        said.textContent = "";
      }, 5000);
    }

    if (listed) {
      choosable(item, question, listed, show);
    }
  });

  /* --- A sheet with what was ticked, and nothing else of the page */

  var root = document.documentElement;
  var button = section.querySelector("[data-my-list]");

  function fill() {
    var list = sheet.querySelector("ul");
    list.textContent = "";
    all(".check", section).forEach(function (item) {
      if (item.querySelector(".check-talk input").checked) {
        var line = make("li", "");
        var question = make("strong", "");
        var truth = make("p", "");
        question.textContent = item.getAttribute("data-question");
        truth.textContent = item.querySelector(".check-truth").textContent;
        line.appendChild(question);
        line.appendChild(truth);
        list.appendChild(line);
      }
    });
    list.hidden = !list.children.length;
  }

  button.parentNode.hidden = false;
  button.addEventListener("click", function () {
    fill();
    sheet.hidden = false;
    root.setAttribute("data-prints", "my-list");
    print();
  });
  addEventListener("afterprint", function () {
    root.removeAttribute("data-prints");
    sheet.hidden = true;
  });
})();

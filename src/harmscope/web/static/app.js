"use strict";
// Enhancements only: every page works without them.

// Files can be dropped on the whole field; what was chosen is said.
for (const field of document.querySelectorAll("[data-drop]")) {
  const input = field.querySelector("input[type=file]");
  const mark = (on) => (event) => { event.preventDefault(); field.classList.toggle("over", on); };
  field.addEventListener("dragover", mark(true));
  field.addEventListener("dragleave", mark(false));
  field.addEventListener("drop", (event) => { mark(false)(event); input.files = event.dataTransfer.files; });
}

// How far a job is comes by itself; the page is loaded anew when it is over.
const job = document.querySelector("[data-job] [data-progress]");
if (job) {
  const source = new EventSource(`/jobs/${job.closest("[data-job]").dataset.job}/events`);
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    job.textContent = told.progress || "waiting for its turn";
    if (!["waiting", "running"].includes(told.state)) { source.close(); location.reload(); }
  };
}

// A form that was just sent is not sent twice by a second click; a page that comes back sends again.
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = -Infinity, by = null;
  form.addEventListener("submit", (event) => {
    if (event.submitter === by && event.timeStamp - sent < 3000) event.preventDefault();
    else [sent, by] = [event.timeStamp, event.submitter];
  });
}

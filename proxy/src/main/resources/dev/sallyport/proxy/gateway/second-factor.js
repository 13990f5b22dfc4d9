// Shows what a challenge is for, has a security key sign it, and hands the answer on. The code stands behind # in the address: it reaches no log and no other site.
"use strict";

const code = location.hash.slice(1);
const summary = document.getElementById("summary");
const go = document.getElementById("go");
history.replaceState(null, "", location.pathname);

async function exchange(message) {
  const response = await fetch("/v1/second-factor", {
    method: "POST",
    headers: { "sallyport-code": code, "content-type": "application/json" },
    body: message === undefined ? "" : JSON.stringify(message),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

async function sign(asked) {
  const credential = asked.create
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked.create.publicKey),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.get.publicKey),
      });
  await exchange(credential.toJSON());
}

async function begin() {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) {
    throw new Error("This browser is too old for this page: update it, or use a key with sally itself.");
  }
  const asked = await exchange();
  summary.textContent = "Confirm: " + asked.summary;
  go.hidden = false;
  go.focus();
  go.addEventListener("click", async () => {
    go.disabled = true;
    try {
      await sign(asked);
      summary.textContent = "Done. Go back to your terminal.";
      go.hidden = true;
    } catch (error) {
      summary.textContent = "That did not work: " + error.message;
      go.disabled = false;
    }
  });
}

begin().catch((error) => {
  summary.textContent = error.message;
});

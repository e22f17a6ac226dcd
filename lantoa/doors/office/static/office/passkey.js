/* Passkeys: a form with data-passkey="create|get|login" asks the device, and sends what it answers.
   webauthn-json.js (allauth's) turns the bytes of the browser into text. Without a browser that can, the form of the
   sign-in stays hidden: the password works everywhere. */

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(form.querySelector("#passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

function forThis(form, asked) {
  const alone = form.elements.passwordless?.checked;
  if (form.dataset.passkey !== "create" || !alone) return asked;
  Object.assign(asked.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return asked;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const problem = form.querySelector("[role=alert].field-error");
  form.querySelector("button[type=button]:not(.field-reveal)").addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const asked = forThis(form, await options(form));
      const ask = form.dataset.passkey === "create" ? window.webauthnJSON.create : window.webauthnJSON.get;
      form.elements.credential.value = JSON.stringify(await ask(asked));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}

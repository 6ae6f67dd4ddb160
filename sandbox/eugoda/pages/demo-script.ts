/**
 * The demo page's own integration. As on the service's page, the constants stand at its top for everybody to
 * see: a simplification of the demo, not an example to follow.
 * @param api address of the API for pages that are not served under the real host names
 */
export function demoScript(api: string): string {
  return `'use strict';
const applicationId = 'umbrella';
const secret = 'umbrella-secret';
const templateId = 'contract-1';

const api = ['eugoda.com', 'umbrella.example'].includes(location.hostname) ? 'https://eugoda.com:3000' : ${JSON.stringify(api)};
const element = id => document.getElementById(id);
let externalId = '';

function generateHMAC(data) {
  return CryptoJS.HmacMD5(data, secret).toString(CryptoJS.enc.Hex);
}

function signedParameters() {
  const timestamp = Math.floor(Date.now() / 1000);
  return { applicationId, externalId, timestamp, validationString: generateHMAC([applicationId, externalId, timestamp].join('|')) };
}

async function post(path, fields) {
  element('problem').textContent = '';
  const answer = await fetch(api + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...signedParameters(), ...fields }),
  });
  if (!answer.ok) throw new Error(answer.status + ' ' + (await answer.text()));
  await show();
}

/** The page asks its own server what it knows, so that every shape of the API's answers can be tried. */
async function show() {
  const known = await (await fetch('/demo/agreement?externalId=' + encodeURIComponent(externalId))).json();
  element('eugoda-id').textContent = known.id;
  element('external-id').textContent = externalId;
  element('link').href = element('link').textContent = known.link;
  element('until').textContent = new Date(known.until).toLocaleString('uk-UA');
  element('result').hidden = false;
}

function fromBytes(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function attempt(task) {
  return async event => {
    event.preventDefault();
    try {
      await task(event);
    } catch (error) {
      element('problem').textContent = String(error.message || error);
    }
  };
}

element('from-file').addEventListener('submit', attempt(async event => {
  const file = event.target.elements.file.files[0];
  externalId = 'umb-' + Math.floor(Date.now() / 1000);
  const content = fromBytes(new Uint8Array(await file.arrayBuffer()));
  await post('/api/signing', { fileName: file.name, content, removeOnCompleted: true });
}));

element('from-template').addEventListener('submit', attempt(async event => {
  const data = Object.fromEntries(new FormData(event.target));
  data.salary = Number(data.salary);
  externalId = 'umb-' + Math.floor(Date.now() / 1000);
  await post('/api/signing/template', { name: data.name + ' - Контракт', templateId, data, removeOnCompleted: true });
}));

element('renew').addEventListener('click', attempt(() => post('/api/signing/share', { isNew: true, removeOnCompleted: true })));

element('fetch').addEventListener('click', attempt(async () => {
  const answer = await fetch(api + '/api/signing/document?' + new URLSearchParams(signedParameters()));
  if (!answer.ok) throw new Error(answer.status + ' ' + (await answer.text()));
  const save = document.createElement('a');
  save.href = URL.createObjectURL(await answer.blob());
  save.download = externalId + '.zip';
  save.click();
}));

for (const radio of document.querySelectorAll('input[name=way]'))
  radio.addEventListener('change', () => {
    element('from-file').hidden = radio.value !== 'file';
    element('from-template').hidden = radio.value !== 'template';
  });

for (const button of document.querySelectorAll('[data-copy]'))
  button.addEventListener('click', () => navigator.clipboard.writeText(element(button.dataset.copy).textContent));
`;
}

/** Text for HTML, inside elements and attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);
}

export function layout(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="uk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem }
form { display: grid; gap: .6rem; max-width: 28rem; margin: 1rem 0 }
label { display: grid; gap: .2rem }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
td, th { border-bottom: 1px solid #d5dae2; padding: .45rem .6rem; text-align: left; vertical-align: top }
button { font: inherit; padding: .35rem .9rem; justify-self: start }
input { font: inherit; padding: .3rem .4rem }
[role=alert] { color: #a4161a }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

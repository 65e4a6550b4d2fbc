import { escapeHtml } from '../servers/escapeHtml.ts';

/** Renders the hospital's page: a heading, the element, and the script that gives the element its token. */
export const renderHospitalPage = (portalUrl: string, apiUrl: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>General Hospital: images</title>
<link rel="stylesheet" href="/hospital.css">
<script type="module" src="${escapeHtml(portalUrl)}/viewer/define.js" crossorigin></script>
<script type="module" src="/hospital.js"></script>
</head>
<body>
<header><h1>General Hospital</h1></header>
<main><dicom-analyzer api-url="${escapeHtml(apiUrl)}"></dicom-analyzer></main>
</body>
</html>
`;

/** Sets the element's token property to a function that fetches a token from the hospital's backend. */
export const HOSPITAL_SCRIPT = `const analyzer = document.querySelector('dicom-analyzer');
let cached;
async function fetchToken() {
  const answer = await fetch('/token', { method: 'POST' });
  if (!answer.ok) throw new Error('The hospital cannot provide a token: ' + answer.status);
  const { access_token: token, expires_in: seconds } = await answer.json();
  return { token, until: Date.now() + (seconds - 60) * 1000 };
}
analyzer.token = async ({ forceRefresh } = {}) => {
  if (forceRefresh || cached === undefined || cached.until < Date.now()) cached = await fetchToken();
  return cached.token;
};
`;

export const HOSPITAL_STYLE = `body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
header { padding: 0.5rem 1rem; border-block-end: 4px solid #0a6b5e; }
h1 { margin: 0; font-size: 1.25rem; }
main { padding: 1rem; }
`;

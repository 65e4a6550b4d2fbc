/** The stack's own page: signs the user in and hands the element its token function. */
import { html, render, type TemplateResult } from 'lit';
import '../define.ts';
import { readConfig, type PortalConfig } from './readConfig.ts';
import { portalStyles } from './portal.styles.ts';
import { openSession, type Session } from './openSession.ts';

const mark = html`<svg
  viewBox="0 0 32 32"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path
    d="M4 11V6a2 2 0 0 1 2-2h5M21 4h5a2 2 0 0 1 2 2v5M28 21v5a2 2 0 0 1-2 2h-5M11 28H6a2 2 0 0 1-2-2v-5"
  />
  <path d="M5 17h6l2.5-6 4 11 2.5-5h7" />
</svg>`;

const header = (session: Session): TemplateResult =>
  html`<header>
    ${mark}
    <h1>Image analysis</h1>
    <span class="who">${session.user?.profile.name ?? session.user?.profile.sub ?? ''}</span>
    <button @click=${() => void session.signOut()}>Sign out</button>
  </header>`;

const signedIn = (config: PortalConfig, session: Session): TemplateResult =>
  html`${header(session)}
    <main><dicom-analyzer api-url=${config.apiUrl} .token=${session.token}></dicom-analyzer></main>`;

const welcome = (session: Session): TemplateResult =>
  html`<main>
    <div class="welcome">
      ${mark}
      <h2>Image analysis</h2>
      <p>
        Upload DICOM objects or ordinary images, and see which labels and text a general-purpose service found
        in them, and where.
      </p>
      <button id="sign-in" @click=${() => void session.signIn()}>Sign in</button>
      <small>Not a medical device; not for diagnosis.</small>
    </div>
  </main>`;

const broken = (error: unknown): TemplateResult =>
  html`<main>
    <div class="welcome" role="alert">
      <h2>This page cannot start</h2>
      <p>${error instanceof Error ? error.message : String(error)}</p>
    </div>
  </main>`;

async function start(): Promise<void> {
  document.adoptedStyleSheets.push(portalStyles.styleSheet!);
  try {
    const config = await readConfig();
    const session = await openSession(config);
    render(session.user ? signedIn(config, session) : welcome(session), document.body);
  } catch (error) {
    render(broken(error), document.body);
    throw error;
  }
}

void start();

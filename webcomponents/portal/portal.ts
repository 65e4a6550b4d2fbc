/** The stack's own page: signs the user in and hands the element its token function. */
import { msg } from '@lit/localize';
import { html, render, type TemplateResult } from 'lit';
import '../define.ts';
import { getLanguage, selectLanguage } from '../language/language.ts';
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

const getTitle = (): string => msg('Image analysis', { id: 'portal-title' });

const header = (session: Session): TemplateResult =>
  html`<header>
    ${mark}
    <h1>${getTitle()}</h1>
    <span class="who">${session.user?.profile.name ?? session.user?.profile.sub ?? ''}</span>
    <button @click=${() => void session.signOut()}>${msg('Sign out', { id: 'portal-sign-out' })}</button>
  </header>`;

const signedIn = (config: PortalConfig, session: Session): TemplateResult =>
  html`${header(session)}
    <main><dicom-analyzer api-url=${config.apiUrl} .token=${session.token}></dicom-analyzer></main>`;

const welcome = (session: Session): TemplateResult =>
  html`<main>
    <div class="welcome">
      ${mark}
      <h2>${getTitle()}</h2>
      <p>
        ${msg(
          'Upload DICOM files or ordinary images. A general-purpose service finds labels and text in them, and the viewer shows where.',
          { id: 'portal-purpose' },
        )}
      </p>
      <button id="sign-in" @click=${() => void session.signIn()}>
        ${msg('Sign in', { id: 'portal-sign-in' })}
      </button>
      <small>${msg('Not a medical device; not for diagnosis.', { id: 'portal-disclaimer' })}</small>
    </div>
  </main>`;

const broken = (error: unknown): TemplateResult =>
  html`<main>
    <div class="welcome" role="alert">
      <h2>${msg('The page could not start', { id: 'portal-broken' })}</h2>
      <p>${error instanceof Error ? error.message : String(error)}</p>
    </div>
  </main>`;

/** Selects the language for the page and its elements: the page's `lang` if it has one, otherwise the browser's. */
async function applyLanguage(): Promise<void> {
  const { documentElement } = document;
  await selectLanguage(documentElement.lang === '' ? navigator.languages : [documentElement.lang]);
  documentElement.lang = getLanguage();
  document.title = getTitle();
}

async function start(): Promise<void> {
  document.adoptedStyleSheets.push(portalStyles.styleSheet!);
  await applyLanguage();
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

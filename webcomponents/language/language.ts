import { configureLocalization, type LocaleModule } from '@lit/localize';

/** The language that the messages are written in. */
export const SOURCE_LANGUAGE = 'en';
const LARGEST_ADDED = 64;

type Load = () => Promise<LocaleModule>;

/**
 * Messages by language (BCP 47, lower case). `@lit/localize` wants every name at its one configuration, but a page may
 * add languages at any time; so names are drawn from a row that is given to it at once.
 */
const languages = new Map<string, { name: string; load: Load }>([
  ['de', { name: 'de', load: () => import('./messages/de.ts') }],
]);
let added = 0;
let localization: Pick<ReturnType<typeof configureLocalization>, 'getLocale' | 'setLocale'> | undefined;
let wanted: readonly string[] = [];

/**
 * Gives the elements the messages of one more language, or of one that they have, instead.
 *
 * @param language BCP 47, such as `fr` or `pt-BR`
 * @param load brings a module as `lit-localize build` writes it: `{ templates: { [message id]: words } }`; what it
 *   leaves out is shown in English
 */
export function addLanguage(language: string, load: Load): void {
  if (added === LARGEST_ADDED) throw new Error(`More than ${LARGEST_ADDED} languages were added.`);
  languages.set(language.toLowerCase(), { name: `added-${added++}`, load });
  void selectLanguage(wanted);
}

/** The language that the elements speak now, BCP 47. */
export function getLanguage(): string {
  const name = localization?.getLocale() ?? SOURCE_LANGUAGE;
  return [...languages].find(([, language]) => language.name === name)?.[0] ?? name;
}

/**
 * Takes the first language that there are messages of, else English; all elements of a page speak the same one. Where
 * its messages cannot be fetched, the language before stays.
 *
 * @param asked BCP 47, the dearest first
 */
export async function selectLanguage(asked: readonly string[]): Promise<void> {
  wanted = asked;
  const language = asked.map(known).find((found) => found !== undefined) ?? SOURCE_LANGUAGE;
  localization ??= configured();
  try {
    await localization.setLocale(languages.get(language)?.name ?? SOURCE_LANGUAGE);
  } catch {
    // The elements go on in the language that they have.
  }
}

/** A language itself, or its primary language: `de` for `de-AT`. */
function known(language: string): string | undefined {
  const parts = language.toLowerCase().split('-');
  for (; parts.length > 0; parts.pop()) {
    const tag = parts.join('-');
    if (tag === SOURCE_LANGUAGE || languages.has(tag)) return tag;
  }
  return undefined;
}

/** A page that uses `@lit/localize` itself has configured it for all: its own templates then speak for the elements. */
function configured(): NonNullable<typeof localization> {
  const names = Array.from({ length: LARGEST_ADDED }, (_, index) => `added-${index}`);
  const byName = (name: string): Load =>
    [...languages.values()].find((language) => language.name === name)!.load;
  try {
    return configureLocalization({
      sourceLocale: SOURCE_LANGUAGE,
      targetLocales: ['de', ...names],
      loadLocale: (name) => byName(name)(),
    });
  } catch {
    return { getLocale: () => SOURCE_LANGUAGE, setLocale: () => Promise.resolve() };
  }
}

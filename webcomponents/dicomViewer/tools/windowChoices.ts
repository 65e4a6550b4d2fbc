import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import { msg, str } from '@lit/localize';
import type { Voi } from '../images/viewerImage.ts';
import type { ToolContext } from './tool.ts';

/** An entry of the menu of windows. */
export interface WindowChoice {
  label: string;
  pick: VoiChoice | undefined;
  key: string | undefined;
}

interface Preset {
  label: () => string;
  window: Voi;
  key: string;
}

/** Windows in Hounsfield units. */
const CT_PRESETS: readonly Preset[] = [
  {
    label: () => msg('Soft tissue', { id: 'preset-soft' }),
    window: { center: 40, width: 400 },
    key: '1',
  },
  { label: () => msg('Lung', { id: 'preset-lung' }), window: { center: -600, width: 1500 }, key: '2' },
  { label: () => msg('Bone', { id: 'preset-bone' }), window: { center: 480, width: 2500 }, key: '3' },
  { label: () => msg('Brain', { id: 'preset-brain' }), window: { center: 40, width: 80 }, key: '4' },
];

/** Returns the windows and LUTs of the file, the presets for CT images, and the full range of values. */
export function listWindowChoices({
  viewport: { image, frame },
}: Pick<ToolContext, 'viewport'>): WindowChoice[] {
  if (!image) return [];
  const fileChoices = image.fileVois(frame).map(({ pick, window, explanation }, index): WindowChoice => {
    const name =
      'lutIndex' in pick
        ? msg(str`File LUT ${pick.lutIndex + 1}`, { id: 'window-lut' })
        : (explanation ?? msg(str`File window ${pick.windowIndex + 1}`, { id: 'window-file' }));
    // The first one is the default.
    return {
      label: addWindowToName(name, window),
      pick: index === 0 ? undefined : pick,
      key: index === 0 ? 'w' : undefined,
    };
  });
  const name = isGrey(image.facts)
    ? msg('Computed', { id: 'window-computed' })
    : msg('As stored', { id: 'window-stored' });
  const computed = { label: name, pick: undefined, key: 'w' };
  const presets = isCt(image.facts)
    ? CT_PRESETS.map(({ label, window, key }) => ({
        label: addWindowToName(label(), window),
        pick: { window },
        key,
      }))
    : [];
  const all = { label: msg('All values', { id: 'window-all' }), pick: 'minmax' as const, key: undefined };
  return [
    ...(fileChoices.length > 0 ? fileChoices : [computed]),
    ...presets,
    ...(isGrey(image.facts) ? [all] : []),
  ];
}

/** Returns the choice in use; undefined for a custom window. */
export const findWindowInUse = (
  choices: readonly WindowChoice[],
  { viewport }: Pick<ToolContext, 'viewport'>,
): WindowChoice | undefined => {
  const now = JSON.stringify(viewport.pick);
  return choices.find(({ pick }) => JSON.stringify(pick) === now);
};

/** Handles `1` to `4` for presets and `w` for the next window of the file. Returns true if the key has a function. */
export function handleWindowKey(context: ToolContext, key: string): boolean {
  const choices = listWindowChoices(context);
  if (key === 'w') {
    const fileChoices = choices.filter(
      ({ pick }) => pick === undefined || (typeof pick === 'object' && !('window' in pick)),
    );
    const inUse = findWindowInUse(fileChoices, context);
    const next = inUse ? fileChoices[(fileChoices.indexOf(inUse) + 1) % fileChoices.length] : fileChoices[0];
    if (next) applyWindowChoice(context, next);
    return true;
  }
  const choice = choices.find((one) => one.key === key);
  if (choice) applyWindowChoice(context, choice);
  return choice !== undefined;
}

/** Applies a choice and announces it. */
export function applyWindowChoice(context: ToolContext, { pick, label }: WindowChoice): void {
  context.viewport.pick = pick;
  context.say(label);
  context.requestUpdate();
}

const addWindowToName = (name: string, window: Voi | undefined): string =>
  window ? `${name} (W ${formatLevel(window.width)} L ${formatLevel(window.center)})` : name;

/** Returns a level as text, with two decimal places below ten. */
export const formatLevel = (value: number): string =>
  Math.abs(value) < 10 ? String(Number(value.toFixed(2))) : String(Math.round(value));

type Facts = NonNullable<ToolContext['viewport']['image']>['facts'];
const findFact = (facts: Facts, wanted: string): string | undefined =>
  facts.find(({ name }) => name === wanted)?.value;
const isCt = (facts: Facts): boolean => findFact(facts, 'Modality') === 'CT';
const isGrey = (facts: Facts): boolean =>
  findFact(facts, 'PhotometricInterpretation')?.startsWith('MONOCHROME') ?? false;

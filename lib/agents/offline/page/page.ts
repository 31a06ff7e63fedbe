import type { Observation } from '../../../browser/index.ts';
import { attribute, descendants, type PageElement, parseDom, titleOf } from './dom.ts';
import { isThinned } from './left-out.ts';
import { type Ids, type Labels, type Name, namesOf } from './names.ts';
import { type ControlKind, controlKind } from './roles.ts';

/** The page as the agent reasons about it. */
export type Page = {
  readonly url: string;
  readonly title: string;
  readonly root: PageElement;
  readonly elements: readonly PageElement[];
  readonly controls: readonly Control[];
  readonly ids: Ids;
  readonly labels: Labels;
  readonly viewport: Viewport;
  /** Parts of it are not in the observation. */
  readonly isThinned: boolean;
  /** Changes when anything on the page moves: tells whether scrolling still does something. */
  readonly fingerprint: string;
};

export type Control = {
  readonly element: PageElement;
  readonly kind: ControlKind;
  readonly names: readonly Name[];
};

export type Viewport = {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly scrollHeight: number;
};

/** Reads an observation. Pure. */
export function readPage(observation: Observation): Page {
  const root = parseDom(observation.simplifiedDOM, observation.idToBboxMap);
  const elements = descendants(root);
  const ids = new Map<string, PageElement>();
  const labels = new Map<string, PageElement[]>();
  for (const element of elements) {
    const id = attribute(element, 'id');
    if (id !== null && !ids.has(id)) ids.set(id, element);
    const target = element.tag === 'label' ? attribute(element, 'for') : null;
    if (target !== null) labels.set(target, [...(labels.get(target) ?? []), element]);
  }
  const controls = elements.flatMap((element): Control[] => {
    const kind = controlKind(element);
    return kind === null ? [] : [{ element, kind, names: namesOf(element, ids, labels) }];
  });
  const { windowWidth, windowHeight, scrollTop, scrollHeight } = observation.browserDimensions;
  return {
    url: observation.activeURL,
    title: titleOf(observation.simplifiedDOM),
    root,
    elements,
    controls,
    ids,
    labels,
    viewport: { width: windowWidth, height: windowHeight, scrollTop, scrollHeight },
    isThinned: isThinned({ elements }),
    fingerprint: fingerprintOf(elements, scrollTop),
  };
}

function fingerprintOf(elements: readonly PageElement[], scrollTop: number): string {
  let hash = Math.round(scrollTop);
  for (const { rect } of elements) {
    if (rect !== null) hash = (hash * 31 + Math.round(rect.y) * 7 + Math.round(rect.x)) | 0;
  }
  return (hash >>> 0).toString(36);
}

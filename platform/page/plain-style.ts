/** A card shown smaller than this part of its size cannot be read. */
const SMALLEST_ZOOM = 0.75;

const PLAIN: readonly (readonly [keyof CSSStyleDeclaration, string])[] = [
  ['visibility', 'visible'],
  ['filter', 'none'],
  ['backdropFilter', 'none'],
  ['transform', 'none'],
  ['perspective', 'none'],
  ['clipPath', 'none'],
  ['maskImage', 'none'],
  ['mixBlendMode', 'normal'],
];

/**
 * Nothing on our element or above it (the root alone) bends, cuts, dims or shrinks it. Chromium's own proof of
 * visibility says nothing about a mask, a clip and `zoom` (measured), and other browsers have none.
 */
export function plainlyStyled(host: HTMLElement): boolean {
  const root = document.documentElement;
  const { currentCSSZoom = 1 } = host as { currentCSSZoom?: number };
  return currentCSSZoom >= SMALLEST_ZOOM && isPlain(host) && isPlain(root) && !inTransition(root);
}

function isPlain(element: HTMLElement): boolean {
  const style = getComputedStyle(element);
  return Number(style.opacity) >= 0.99 && PLAIN.every(([name, plain]) => (style[name] ?? plain) === plain);
}

/** While a view transition runs, a picture of the page stands in front of the page. */
function inTransition(root: HTMLElement): boolean {
  return CSS.supports('selector(:active-view-transition)') && root.matches(':active-view-transition');
}

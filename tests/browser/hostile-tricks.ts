/** What a hostile page does to our card, as scripts for its own world. `evil` and `host` are there; see `install`. */
export interface Trick {
  readonly name: string;
  readonly script: string;
}

/** Puts the tools of the tricks into a page; `evil.undo()` takes everything back. */
export const INSTALL = `globalThis.evil ??= {
  done: [],
  undo() { for (const take of this.done.splice(0).reverse()) take(); },
  rule(css) {
    const sheet = document.createElement('style');
    sheet.textContent = css;
    document.head.append(sheet);
    this.done.push(() => sheet.remove());
  },
  add(tag, style, inner = 'Free prize') {
    const over = document.createElement(tag);
    over.style.cssText = style;
    over.id = 'over';
    if (tag === 'iframe') over.srcdoc = '<h1>Win</h1>'; else over.innerHTML = inner;
    document.documentElement.append(over);
    this.done.push(() => over.remove());
    return over;
  },
  top(tag, style, inner) {
    const over = this.add(tag, 'margin:0;border:0;padding:0;pointer-events:none;' + style, inner);
    over.popover = 'manual';
    over.showPopover();
    return over;
  },
  // For every frame that is drawn, and not in between.
  inEachFrame(set, unset) {
    let on = true;
    const { port1, port2 } = new MessageChannel();
    const loop = () => on && requestAnimationFrame(() => { set(); port1.postMessage(0); });
    port2.onmessage = () => { unset(); loop(); };
    loop();
    this.done.push(() => { on = false; unset(); });
  },
};`;

const rule = (css: string) => `evil.rule(${JSON.stringify(css)})`;
const styled =
  (selector: string) =>
  (name: string, css: string): Trick => ({ name, script: rule(`${selector} { ${css} }`) });
const rootStyle = styled('html');
const FULL = 'position:fixed;inset:0;background:#fff;pointer-events:none;z-index:2147483647';
const HALF = 'linear-gradient(transparent 85%, #000 86%)';

/** Away in the top layer, the card is none of the page's business: not a pixel of it changes. */
export const powerless: readonly Trick[] = [
  rootStyle('the root is nearly transparent', 'opacity: 0.01 !important'),
  rootStyle('a filter on the root', 'filter: blur(20px)'),
  rootStyle('a blend mode on the root', 'mix-blend-mode: difference'),
  rootStyle('a mask on the root', `mask-image: ${HALF}`),
  rootStyle('a mask on the root, by its other name', `-webkit-mask-box-image: ${HALF}`),
  rootStyle('a clip that leaves the button alone', 'clip-path: polygon(0 0, 100% 0, 100% 20%, 0 20%)'),
  rootStyle('a clip, the old way', 'position: absolute; clip: rect(0 100px 100px 0)'),
  rootStyle('a transform of the root', 'transform: rotate(1deg) scale(0.4)'),
  rootStyle('the root shrunk and moved', 'scale: 0.4; translate: -300px -200px'),
  rootStyle('the root on a path', 'offset: path("M0 0 L 100 100") 50%'),
  rootStyle('perspective', 'perspective: 100px'),
  rootStyle('a reflection of the root over itself', '-webkit-box-reflect: below -860px'),
  rootStyle('an outline of the root over everything', 'outline: 800px solid #fff; outline-offset: -800px'),
  rootStyle('a root that holds what is fixed', 'contain: strict; height: 10px; will-change: transform'),
  rootStyle('an invisible root', 'visibility: hidden'),
  rootStyle('a pointer that is not there', 'cursor: none !important'),
  {
    name: 'a mask for every frame that is drawn, and none in between',
    script: `const { style } = document.documentElement;
      evil.inEachFrame(() => { style.maskImage = '${HALF}'; }, () => { style.maskImage = ''; });`,
  },
  { name: 'a cover that lets clicks through', script: `evil.add('div', '${FULL}')` },
  { name: 'a frame over the card', script: `evil.add('iframe', 'width:100vw;height:100vh;${FULL}')` },
  {
    name: 'the shadow of a tiny thing over the card',
    script: `evil.add('div', '${FULL};inset:auto 0 0 auto;width:1px;height:1px;box-shadow:0 0 0 600px #fff')`,
  },
  styled('html::after')('a pseudo-element of the root over the card', `content: 'Win'; ${FULL}`),
  styled('html > div::after')('a pseudo-element of our element over the card', `content: 'Win'; ${FULL}`),
  {
    name: 'our element is transparent, moved and put into a group of its own, by its own style',
    script: `host.style.cssText = 'opacity: 0.01; transform: translate(-300px); mix-blend-mode: difference; mask-image: ${HALF}'`,
  },
  {
    name: 'our element is dimmed by an animation',
    script: 'host.animate({ opacity: [0.01, 0.01] }, { duration: 1e6 })',
  },
  styled(':root > *')('rules with !important', 'opacity: 0 !important; display: none !important'),
  {
    name: 'rules with !important in a layer',
    script: rule('@layer evil { html > div { opacity: 0.01 !important; transform: scale(0.3) !important } }'),
  },
  rootStyle('the direction of the text', 'direction: rtl !important; unicode-bidi: bidi-override !important'),
  rootStyle(
    'inherited colours and sizes',
    'color: transparent; font-size: 1px; -webkit-text-fill-color: transparent; letter-spacing: -9px; text-indent: -999px; -webkit-text-security: disc',
  ),
  styled('*::first-line, *::first-letter, html > div::first-line')(
    'first lines and letters',
    'color: transparent; font-size: 1px',
  ),
  {
    name: 'registered custom properties of whatever names it finds',
    script: `const names = [...host.computedStyleMap().keys()].filter(name => name.startsWith('--'));
      const known = ['--ink', '--surface', '--muted', '--accent', '--on-accent', '--tone'];
      for (const name of new Set([...names, ...known]))
        CSS.registerProperty({ name, syntax: '<color>', inherits: false, initialValue: 'transparent' });`,
  },
  {
    name: 'fonts under the names of the usual ones',
    script: rule(
      ['system-ui', 'sans-serif', 'monospace', 'ui-monospace', '-apple-system', 'Segoe UI', 'Roboto', 'Menlo']
        .map(
          name =>
            `@font-face { font-family: "${name}"; src: local("DejaVu Serif Bold"), local("DejaVu Sans Bold"), local("Liberation Serif"); size-adjust: 180% }`,
        )
        .join(' '),
    ),
  },
];

/** In front of the card after all, or shown too small: seen, and the click leads to the review. `spot`: where things are. */
export const noticed: readonly Trick[] = [
  { name: 'a cover in the top layer', script: `evil.top('div', 'width:100vw;height:100vh')` },
  {
    name: 'a cover over the facts only, the button left free',
    script: `evil.top('div', 'inset:' + spot.facts + 'px 0 auto auto;width:460px;height:40px')`,
  },
  {
    name: 'a cover over one line of the facts',
    script: `evil.top('div', 'inset:' + spot.facts + 'px 0 auto auto;width:460px;height:12px')`,
  },
  { name: 'a frame in the top layer', script: `evil.top('iframe', 'width:100vw;height:100vh')` },
  {
    name: 'the backdrop of a thing without size',
    script: `${rule('#over::backdrop { background: #fff }')}; evil.top('div', 'width:0;height:0')`,
  },
  {
    name: 'the shadow of a thing beside the card',
    script: `evil.top('div', 'inset:auto 0 0 auto;width:1px;height:1px;overflow:visible;box-shadow:0 0 0 500px #fff')`,
  },
  {
    name: 'a filter that blurs what is behind it',
    script: `evil.top('div', 'inset:0 0 auto auto;width:460px;height:100vh;background:none;backdrop-filter:blur(9px)', '')`,
  },
  { name: 'a root zoomed to nothing', script: rule('html { zoom: 0.3 }') },
];

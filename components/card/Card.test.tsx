// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { testTranslator } from '../testing/fake-backend.ts';
import { agreementViews } from '../testing/fixtures/agreement-cards.ts';
import { cardViews } from '../testing/fixtures/cards.ts';
import { nameOf, openPage, type TestPage } from '../testing/page.tsx';
import { AgreementCard, type AgreementCardProps } from './AgreementCard.tsx';
import { Card, type CardProps } from './Card.tsx';

const VIEWS = cardViews(testTranslator());
const view = (name: string) => {
  const found = VIEWS[name];
  if (!found) throw new Error(`no such card: ${name}`);
  return found;
};
function open(name: string, props: Partial<CardProps> = {}) {
  return openPage(card(name, props));
}
function card(name: string, props: Partial<CardProps> = {}) {
  return <Card view={view(name)} collapsed={false} onCollapse={() => {}} onAction={() => {}} {...props} />;
}
const buttons = (page: TestPage) => page.all('button').map(nameOf);

describe('Card', () => {
  it('is a region named "Imzochi" whose first button begins with "Sign"', async () => {
    const page = await open('ready');
    expect(page.one('region', 'Imzochi').getAttribute('aria-label')).toBe('Imzochi');
    expect(buttons(page)[0]).toMatch(/^Sign/);
    expect(page.root.textContent).toContain('12,480,000.5');
    expect(page.root.textContent).toContain('BARAKA FARM MChJ');
  });

  it('begins the button of a signed-out card with "Sign in"', async () => {
    const page = await open('sign-in');
    expect(buttons(page)[0]).toBe('Sign in with ROMASHKA SAVDO MChJ');
  });

  it('says "Signed" in its status when done, and nothing in its alert', async () => {
    const page = await open('done');
    expect(page.all('status')[0]?.textContent).toContain('Signed');
    expect(page.all('alert')[0]?.textContent).toBe('');
  });

  it('raises an error as an alert, with the service’s own words at hand', async () => {
    const page = await open('refused');
    expect(page.all('alert')[0]?.textContent).toContain('Didox found a mistake');
    expect(page.all('status')[0]?.textContent).toBe('');
    const words = page.root.querySelector('.words');
    expect(words?.textContent).toContain('ИКПУ');
    expect(words?.previousElementSibling?.textContent).toBe('What was answered, word for word');
  });

  it('keeps its live regions mounted while the state changes', async () => {
    const page = await open('ready');
    const status = page.all('status')[0];
    await page.show(card('unlocking'));
    expect(page.all('status')[0]).toBe(status);
    expect(status?.textContent).toContain('behind the browser window');
  });

  it('hands over the action with its event', async () => {
    const onAction = vi.fn();
    const page = await open('ready', { onAction });
    await page.click(page.one('button', 'Sign'));
    expect(onAction).toHaveBeenCalledExactlyOnceWith('sign', {}, expect.any(MouseEvent));
  });

  it('tells the caller of each acting button, and of its going', async () => {
    const onButton = vi.fn();
    const page = await open('accept', { onButton });
    expect(onButton).toHaveBeenCalledWith('accept', page.one('button', 'Sign and accept'));
    await page.show(card('submitting', { onButton }));
    expect(onButton).toHaveBeenCalledWith('accept', null);
  });

  it('does not sign before one of several keys is chosen', async () => {
    const onAction = vi.fn();
    const page = await open('choose-key', { onAction });
    const sign = page.one('button', 'Sign') as HTMLButtonElement;
    expect(sign.disabled).toBe(true);
    await page.click(page.one('radio', 'Karimov'));
    expect(sign.disabled).toBe(false);
    await page.click(sign);
    expect(onAction).toHaveBeenCalledExactlyOnceWith('sign', { keyId: 'b' }, expect.any(MouseEvent));
  });

  it('asks for a reason before it rejects', async () => {
    const onAction = vi.fn();
    const page = await open('accept', { onAction });
    await page.click(page.one('button', 'Reject'));
    expect(onAction).not.toHaveBeenCalled();
    const confirm = page.one('button', 'Sign the refusal') as HTMLButtonElement;
    expect(confirm.disabled).toBe(true);
    expect(document.activeElement).toBe(page.one('textbox', 'Reason'));
    // That it waits to be signed is no word for who is about to refuse.
    expect(page.all('status').map(({ textContent }) => textContent)).toEqual(['']);
    await page.type(page.one('textbox', 'Reason'), '  Wrong sum  ');
    await page.click(confirm);
    expect(onAction).toHaveBeenCalledExactlyOnceWith(
      'reject',
      { reason: 'Wrong sum' },
      expect.any(MouseEvent),
    );
  });

  it('asks once more before it takes something back, and leads back', async () => {
    const onAction = vi.fn();
    const page = await open('ready', { onAction });
    expect(page.one('button', 'Delete draft').dataset.primary).toBe('false');
    await page.click(page.one('button', 'Delete draft'));
    expect(onAction).not.toHaveBeenCalled();
    expect(page.root.textContent).toContain('This cannot be undone');
    expect(document.activeElement).toBe(page.one('button', 'Back'));
    await page.click(page.one('button', 'Back'));
    expect(buttons(page)[0]).toBe('Sign');
    await page.click(page.one('button', 'Delete draft'));
    await page.click(page.one('button', 'Delete draft'));
    expect(onAction).toHaveBeenCalledExactlyOnceWith('delete-draft', {}, expect.any(MouseEvent));
  });

  it('closes the reason form when what is signed changes', async () => {
    const page = await open('accept');
    await page.click(page.one('button', 'Reject'));
    await page.show(card('accept', { view: { ...view('accept'), viewId: 'view-2' } }));
    expect(buttons(page)).toContain('Sign and accept');
    expect(buttons(page)).not.toContain('Sign the refusal');
  });

  it('never hides all fields of a document it does not understand', async () => {
    const page = await open('raw');
    const open7 = page.root.querySelectorAll('.body > dl > div');
    expect(open7).toHaveLength(7);
    expect(page.root.querySelectorAll('details dl > div')).toHaveLength(17);
  });

  it('folds into a button that still says how it stands', async () => {
    const onCollapse = vi.fn();
    const page = await open('unlocking', { collapsed: true, onCollapse });
    expect(page.all('button')).toHaveLength(1);
    expect(nameOf(page.one('button', 'password'))).toContain('Show Imzochi');
    await page.click(page.one('button', 'password'));
    expect(onCollapse).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('says why a click opened the review', async () => {
    const page = await open('ready', { notVisible: true });
    expect(page.all('alert')[0]?.textContent).toContain('not certain');
  });
});

describe('AgreementCard', () => {
  const agreement = agreementViews(testTranslator()).new!;
  const openAgreement = (props: Partial<AgreementCardProps> = {}) =>
    openPage(
      <AgreementCard
        view={agreement}
        collapsed={false}
        onCollapse={() => {}}
        onAction={() => {}}
        {...props}
      />,
    );

  it('says how the last click ended instead of where things stand', async () => {
    const said = async (props: Partial<AgreementCardProps>) => {
      const page = await openAgreement(props);
      return [...page.all('status'), ...page.all('alert')].map(one => [one.role, one.textContent]);
    };
    expect(await said({})).toEqual([['status', 'Not in your list yet']]);
    expect(await said({ said: 'copied' })).toEqual([['status', 'Copied']]);
    expect(await said({ said: 'notCopied' })).toEqual([
      ['alert', expect.stringMatching(/^The browser did not/)],
    ]);
    expect(await said({ said: 'notVisible' })).toEqual([
      ['alert', expect.stringMatching(/nothing was done/)],
    ]);
  });

  it('offers nothing that reaches the service while something is under way', async () => {
    for (const props of [
      { busy: true },
      { view: { ...agreement, status: { tone: 'busy', text: '' } } },
    ] as const) {
      const page = await openAgreement(props);
      const open = page.all('button').filter(one => !(one as HTMLButtonElement).disabled);
      expect(open.map(nameOf)).toEqual(['Copy the link', 'Open the desk', 'Collapse']);
    }
  });
});

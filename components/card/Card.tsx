import { Component } from 'preact';
import type { CardAction, CardActionId, CardView } from '../../lib/messages/views/card.ts';
import { Shell } from './Shell.tsx';

export interface CardExtra {
  readonly keyId?: string;
  readonly reason?: string;
}

export interface CardProps {
  view: CardView;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  /** The event comes along, so that the caller can prove the click real and the button (its `currentTarget`) visible. */
  onAction: (action: CardActionId, extra: CardExtra, event: MouseEvent) => void;
  /** Each acting button as it comes (and null as it goes): the caller watches whether it is plainly visible. */
  onButton?: ((action: CardActionId, button: HTMLButtonElement | null) => void) | undefined;
  /** The last click opened the review instead of acting: says why. */
  notVisible?: boolean | undefined;
}

/** So many facts stand open; a longer list folds the rest. */
const OPEN_FACTS = 7;

interface CardState {
  /** The key picked in the card; null: the one that the worker proposes. */
  chosen: string | null;
  /** What is asked once more before it is done. */
  asking: { viewId: string; id: CardActionId } | null;
  reason: string;
}

/**
 * What will be signed, by which key, how far it is, and the button: all of it already worded by the worker.
 * A class, because hooks are a module of their own in Preact: a content script is better off without (docs/performance.md).
 */
export class Card extends Component<CardProps, CardState> {
  override state: CardState = { chosen: null, asking: null, reason: '' };

  override render(
    { view, collapsed, onCollapse, onAction, onButton, notVisible }: CardProps,
    { chosen, asking, reason }: CardState,
  ) {
    const { facts, key, keyChoices, counterparty, digest, status, chrome } = view;

    const keyId = keyChoices.find(choice => choice.id === (chosen ?? view.keyChosen))?.id ?? null;
    const [open, folded] = divide(facts);
    // What is signed has changed under the form: it closes, and the reason stays typed.
    const form = asking?.viewId === view.viewId ? view.actions.find(action => action.id === asking.id) : null;
    const act = (id: CardActionId, event: MouseEvent, extra: CardExtra = {}) =>
      onAction(id, keyId ? { ...extra, keyId } : extra, event);

    const button = (
      action: CardAction,
      label: string,
      disabled: boolean,
      click: (event: MouseEvent) => void,
    ) => (
      <button
        key={action.id}
        type="button"
        data-action={action.id}
        data-primary={action.primary}
        data-aside={action.aside}
        disabled={disabled}
        ref={element => onButton?.(action.id, element)}
        onClick={click}
      >
        {label}
      </button>
    );
    const actions = [...view.actions].sort((a, b) => Number(b.primary) - Number(a.primary));

    return (
      <Shell
        name={view.name}
        language={view.language}
        title={view.title}
        tone={status.tone}
        collapsed={collapsed}
        onCollapse={onCollapse}
        labels={chrome}
        brief={status.text || view.title}
      >
        <div class="body">
          {open.length > 0 && <Facts facts={open} />}
          {folded.length > 0 && (
            <details>
              <summary>{chrome.moreFacts}</summary>
              <Facts facts={folded} />
            </details>
          )}
          {counterparty && (
            <p class="said" data-tone={counterparty.tone}>
              {counterparty.text}
            </p>
          )}
          {keyChoices.length === 0 && key && (
            <div class="key">
              <span>{key.label}</span>
              <b>{key.value}</b>
              {key.note && <em>{key.note}</em>}
            </div>
          )}
          {digest && (
            <p class="digest">
              {digest.label} <code>{digest.value}</code>
            </p>
          )}
        </div>
        <footer>
          <div role="status" class="state">
            {status.tone !== 'error' && (!form || status.tone !== 'idle') && <Said status={status} />}
          </div>
          <div role="alert" class="state">
            {status.tone === 'error' && <Said status={status} />}
            {notVisible && <p>{chrome.notVisible}</p>}
          </div>
          {status.words && (
            <details>
              <summary>{chrome.ownWords}</summary>
              <p class="words">{status.words}</p>
            </details>
          )}
          {keyChoices.length > 0 && (
            <fieldset>
              <legend>{view.keyChoicesLabel}</legend>
              {keyChoices.map(choice => (
                <label key={choice.id} class="choice">
                  <input
                    type="radio"
                    name="key"
                    checked={choice.id === keyId}
                    onChange={() => this.setState({ chosen: choice.id })}
                  />
                  <span>{choice.label}</span>
                </label>
              ))}
            </fieldset>
          )}
          {form?.ask ? (
            <div class="form" ref={focus}>
              <p>{form.ask.label}</p>
              {form.ask.reason && (
                <textarea
                  aria-label={form.ask.label}
                  rows={3}
                  value={reason}
                  maxLength={form.ask.reason.maxLength}
                  placeholder={form.ask.reason.placeholder}
                  onInput={event => this.setState({ reason: event.currentTarget.value })}
                />
              )}
              <div class="actions">
                {button(
                  { ...form, primary: !form.aside, aside: false },
                  form.ask.confirm,
                  form.ask.reason !== null && !reason.trim(),
                  event => act(form.id, event, form.ask?.reason ? { reason: reason.trim() } : {}),
                )}
                <button type="button" onClick={() => this.setState({ asking: null })}>
                  {chrome.back}
                </button>
              </div>
            </div>
          ) : (
            actions.length > 0 && (
              <div class="actions">
                {actions.map(action =>
                  button(action, action.label, action.primary && keyChoices.length > 0 && !keyId, event =>
                    action.ask
                      ? this.setState({ asking: { viewId: view.viewId, id: action.id } })
                      : act(action.id, event),
                  ),
                )}
              </div>
            )
          )}
        </footer>
      </Shell>
    );
  }
}

/** The button that opened the form is gone: the focus goes on where one types, or to the way back. */
const focus = (form: HTMLElement | null) =>
  form?.querySelector<HTMLElement>('textarea, button + button')?.focus();

/** What a person looks for first always stands open; then the others in their order, while there is room. */
function divide(facts: CardView['facts']): [CardView['facts'], CardView['facts']] {
  const strong = facts.filter(fact => fact.strong).length;
  let room = Math.max(facts.length <= OPEN_FACTS ? facts.length : OPEN_FACTS - strong, 0);
  const open = facts.filter(fact => fact.strong || room-- > 0);
  return [open, facts.filter(fact => !open.includes(fact))];
}

function Facts({ facts }: { facts: CardView['facts'] }) {
  return (
    <dl>
      {facts.map(({ label, value, strong }) => (
        <div key={label + value} data-strong={strong}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Said({ status }: { status: CardView['status'] }) {
  return (
    <>
      <b>{status.text}</b>
      {status.hint && <p>{status.hint}</p>}
    </>
  );
}

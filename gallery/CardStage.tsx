import { type ComponentChildren, render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import cardCss from '../components/card/card.css?inline';

/** A card where it lives: in a shadow root over somebody else's page (open here, so that tools can look in). */
export function CardStage({ children }: { children: ComponentChildren }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    render(
      <>
        <style>{cardCss}</style>
        {children}
      </>,
      root,
    );
  }, [children]);
  return (
    <div style={{ padding: '24px', font: '13px/1.5 serif', letterSpacing: '1px' }}>
      {Array.from({ length: 14 }, (_, line) => (
        <p key={line}>Somebody else’s page, with its own fonts, its own spacing and its own mind.</p>
      ))}
      <div ref={host} data-card-host />
    </div>
  );
}

/** A drawing is one picture with one label; the numbers stand beside it as text, so nobody is led through its parts. */
export function asPicture<Drawn extends Element>(drawn: Drawn): Drawn {
  drawn.setAttribute("role", "img");
  for (const part of drawn.querySelectorAll("[aria-label], [aria-hidden]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-hidden");
  }
  return drawn;
}

/* Draws a card with the open-source renderer, as near to Teams as that renderer goes. */

// Teams takes bold, italics, lists and links in a TextBlock, and no HTML.
const markdown = markdownit({ html: false, linkify: false }).disable([
  "heading", "lheading", "table", "code", "fence", "blockquote", "hr", "reference",
  "html_block", "html_inline", "image", "backticks", "strikethrough", "autolink",
]);

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

function drawCard(json, look) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(look);
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  card.parse(json, context);
  const problems = [];
  for (let index = 0; index < context.eventCount; index++) {
    problems.push(context.getEventAt(index).message);
  }
  for (const event of card.validateProperties().validationEvents) {
    problems.push(event.message);
  }
  const drawn = card.render();
  if (drawn === undefined) {
    problems.push("nothing was drawn");
  }
  document.getElementById("card").replaceChildren(...(drawn === undefined ? [] : [drawn]));
  return problems;
}

/** Buttons that copy the text of a field; without the clipboard there is none, and the field is there to be copied by hand. */
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  const field = document.getElementById(button.dataset.copy)
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
    } catch {
      // The text is selected: the reader's own key copies it.
    }
  })
}

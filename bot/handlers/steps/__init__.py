"""What several verbs do alike, each step written once: keep an answer or a view, prepare the reply, carry out an approval."""

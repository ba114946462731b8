"""How posters look: papers, designs and their measures, colours, icons, the texts on them."""

"""What the programme can prove from its own records: how many, with how much certainty, and which rows say so."""

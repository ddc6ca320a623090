"""Passwords and tokens are shown nowhere: one mask for addresses, command lines, and texts that may hold them.

`mask` a text before it is logged, stored or said; `mask_url` what is one address as a whole; `command_line` a program's arguments.
`know` and `know_target` tell this process a secret, so that `mask` finds it wherever somebody repeats it bare.
"""

from newsspider.masking.addresses import is_ambiguous, mask_setting, mask_url
from newsspider.masking.known import know, know_environment, know_target
from newsspider.masking.texts import command_line, mask, mask_command

__all__ = [
    "command_line",
    "is_ambiguous",
    "know",
    "know_environment",
    "know_target",
    "mask",
    "mask_command",
    "mask_setting",
    "mask_url",
]

"""Every word and picture that people see; zh_CN is written first, en is equal to it."""

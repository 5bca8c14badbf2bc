"""The bare name of something to look for, and the sentences that begin like one."""

import pytest

from nlp.bare_name import is_bare_name

NAMES = [
    "配电箱", "灭火器", "3号门", "冲压车间", "张伟", "危化品库", "防护罩", "空压机", "断路器", "火灾报警器", "2号冲床",
    "破碎机", "裂解炉", "锈钢槽", "下水道", "露天堆场",
]  # fmt: skip
SENTENCES = [
    "出配电箱没锁", "到灭火器过期", "不到负责人", "配电箱没锁", "看配电箱", "漏油", "了配电箱", "人修门", "谁", "岗",
    "原因", "到安全帽", "身通道堵了", "灭火器过期", "通道堵塞", "地面积水", "电线裸露", "阀门漏气", "出问题", "张伟吗",
    "配电箱的门坏了", "一号车间东侧配电箱的门", "0007", "panel", "电箱，门开着", "",
]  # fmt: skip


@pytest.mark.parametrize("words", NAMES)
def test_a_name(words: str) -> None:
    assert is_bare_name(words)


@pytest.mark.parametrize("words", SENTENCES)
def test_no_name(words: str) -> None:
    assert not is_bare_name(words)

"""What people say beside hazards is told from what they say of them."""

import pytest

from nlp.courtesy import is_courtesy

BESIDE = (
    *("你好", "您好！", "大家好", "你好，在吗", "在吗？", "有人吗", "有人在吗？", "安全员在吗", "早", "早上好"),
    *("谢谢", "好的谢谢", "谢谢师傅，辛苦了", "辛苦大家了", "麻烦您了", "多谢", "感谢", "收到", "收到，马上去", "嗯嗯"),
    *("测试", "测试一下", "怎么用", "这个怎么用啊", "你是谁", "知道了", "好", "好的"),
    *("hello", "Hello there!", "hi", "Good morning", "good morning everyone", "thanks", "Thanks a lot!", "test"),
    *("ok", "OK thanks", "got it", "is anybody there?", "are you there?", "How do I use this?", "thank you very much"),
)
TELLING = (
    *("好几处漏油", "在漏油", "人没戴安全帽", "没盖", "行车不行", "机器不在", "门", "好像有煤气味", "有人吸烟"),
    *("有人在高处没系安全带", "没人看火", "领导不在场", "早班灯坏了", "可以看到电线", "中午有人动火", "吗", "不"),
    *("hot", "hit", "high noise", "no guard", "there is oil", "all doors blocked", "test valve leaks", "fire"),
    *("everyone without helmet", "not ok", "hi-vis missing", "thanks, and gate 3 is blocked", "谢谢，三号门口有油", ""),
)


@pytest.mark.parametrize("words", BESIDE)
def test_greetings_and_thanks_tell_of_no_hazard(words: str) -> None:
    assert is_courtesy(words)


@pytest.mark.parametrize("words", TELLING)
def test_whatever_else_is_said_is_no_mere_courtesy(words: str) -> None:
    assert not is_courtesy(words)

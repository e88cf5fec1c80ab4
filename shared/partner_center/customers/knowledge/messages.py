"""What people read about recommendations."""

from partner_center.kernel.messages import texts

texts(no_knowledge_for_resellers=("云经销商暂无知识推荐", "There are no recommendations for resellers"))

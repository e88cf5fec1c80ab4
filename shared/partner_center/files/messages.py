"""What people read when something about files is refused."""

from partner_center.kernel.messages import texts

texts(
    upload_purpose_unknown=("没有此上传用途", "There is no such purpose of uploading"),
    file_type_not_allowed=("不支持该文件格式", "That type of file is not taken here"),
    file_too_large=("文件超过大小上限", "The file is larger than allowed"),
    file_name_not_allowed=("文件名含有不允许的字符", "The file name holds characters that are not allowed"),
    rename_the_file=("请重命名文件后重试", "Rename the file and try again"),
    content_type_mismatch=("内容类型与文件扩展名不符", "The content type does not fit the file name"),
    file_not_ready=("文件尚未通过检查", "The file has not been accepted"),
    upload_again=("请重新上传文件", "Upload the file again"),
    file_for_other_purpose=("文件的上传用途不符", "The file was uploaded for another purpose"),
    file_attached_elsewhere=("文件已用于其他记录", "The file belongs to another record"),
    too_many_files=("附件数量超过上限", "There are more files than allowed"),
)

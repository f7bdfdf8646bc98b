using System.Buffers;
using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class PathDecoderTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("/", "/", "/")]
    [InlineData("/a/b", "/a/b", "/a/b")]
    [InlineData("/%61%2fb/", "/a\0b/", "/a%2Fb/")]
    [InlineData("/%2F%2f", "/\0\0", "/%2F%2F")]
    [InlineData("/sp%20ace/%c3%a9", "/sp ace/é", "/sp%20ace/%C3%A9")]
    [InlineData("/a%252Fb", "/a%2Fb", "/a%252Fb")]
    [InlineData("/%2e%2E/x", "/../x", "/../x")]
    public void Segments_are_decoded_behind_the_split_and_encoded_again(string path, string key, string again)
    {
        var buffer = new byte[path.Length];
        Assert.True(PathDecoder.TryDecode(Encoding.UTF8.GetBytes(path), buffer, out var length));
        Assert.Equal(key, Encoding.UTF8.GetString(buffer, 0, length));
        var output = new ArrayBufferWriter<byte>();
        PathDecoder.Encode(buffer.AsSpan(0, length), output);
        Assert.Equal(again, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("/%")]
    [InlineData("/%4")]
    [InlineData("/%4g/x")]
    [InlineData("/%2/1")]
    [InlineData("/a%00")]
    [InlineData("/a\0")]
    public void Bad_escapes_and_NUL_have_no_key(string path) =>
        Assert.False(PathDecoder.TryDecode(Encoding.UTF8.GetBytes(path), new byte[path.Length], out _));
}

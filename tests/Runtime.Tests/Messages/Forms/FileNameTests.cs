// File names of multipart parts: the examples of RFC 6266 section 5 and of RFC 7578 section 4.2, and what RFC 8187 calls malformed.
using System.Text;

namespace RouteGen.Tests.Messages;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("filename=\"file1.txt\"", "file1.txt")]
    [InlineData("filename=example.html", "example.html")]
    [InlineData("filename*=UTF-8''%e2%82%ac%20rates", "\u20AC rates")]
    [InlineData("filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", "\u20AC rates")]
    [InlineData("filename*=utf-8''%e2%82%ac%20rates; filename=\"EURO rates\"", "\u20AC rates")]
    [InlineData("FILENAME*=UTF-8'en'%C2%A3.txt", "\u00A3.txt")]
    [InlineData("filename*=iso-8859-1'en'%A3%20rates", "\u00A3 rates")]
    [InlineData("filename*=UTF-8''a%2Fb%5Cc.txt", "c.txt")]
    [InlineData("filename*=UTF-8''%2e%2e", "")]
    [InlineData("filename*=UTF-8''plain", "plain")]
    // One form that cannot be read leaves the other.
    [InlineData("filename=a; filename*=utf-16''%00", "a")]
    [InlineData("filename=a; filename*=UTF-8''%E9", "a")]
    [InlineData("filename=a; filename*=nothing", "a")]
    public async Task Name_of_a_file_is_read_in_both_forms(string parameters, string expected)
    {
        var form = await Make(parameters).ParseMultipartFormAsync();
        Assert.Equal([expected], form.Files.Select(file => file.FileName));
    }

    [Theory]
    [InlineData("filename*=UTF-8''%E9")]
    [InlineData("filename*=UTF-8''%")]
    [InlineData("filename*=utf-16''a")]
    [InlineData("filename*=a")]
    [InlineData("filename*=UTF-8''a; filename*=UTF-8''b")]
    public async Task Name_that_cannot_be_read_makes_the_form_malformed(string parameters) =>
        await Assert.ThrowsAsync<BadRequestException>(async () => await Make(parameters).ParseMultipartFormAsync());

    private static Request Make(string parameters)
    {
        var body =
            $"--AaB03x\r\nContent-Disposition: form-data; name=\"f\"; {parameters}\r\nContent-Type: text/plain\r\n\r\nx\r\n--AaB03x--\r\n";
        var request = TestRequest.New("POST", "/", Body.From(Encoding.UTF8.GetBytes(body)));
        request.Header.Set("Content-Type", "multipart/form-data; boundary=AaB03x");
        return request;
    }
}

using System.Reflection;
using System.Text;

namespace RouteGen.Tests.Messages;

public class StatusCodesTests
{
    // IANA's registry as Go knows it: every code that has a name.
    private static readonly int[] s_known =
    [
        100, 101, 102, 103,
        200, 201, 202, 203, 204, 205, 206, 207, 208, 226,
        300, 301, 302, 303, 304, 305, 307, 308,
        400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418,
        421, 422, 423, 424, 425, 426, 428, 429, 431, 451,
        500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
    ];

    private static readonly Dictionary<string, string> s_ownTexts = new()
    {
        ["NonAuthoritativeInfo"] = "Non-Authoritative Information",
        ["MultiStatus"] = "Multi-Status",
        ["ProxyAuthRequired"] = "Proxy Authentication Required",
        ["RequestUriTooLong"] = "Request URI Too Long",
        ["Teapot"] = "I'm a teapot",
        ["HttpVersionNotSupported"] = "HTTP Version Not Supported",
    };

    [Fact]
    public void Exactly_the_known_codes_have_a_text_and_a_line()
    {
        for (var code = -1; code <= 1000; code++)
        {
            var known = Array.IndexOf(s_known, code) >= 0;
            Assert.Equal(known, StatusCodes.Text(code).Length > 0);
            Assert.Equal(known, !StatusCodes.Line(code).IsEmpty);
        }
    }

    [Fact]
    public void The_line_is_the_version_the_code_and_the_text()
    {
        foreach (var code in s_known)
            Assert.Equal($"HTTP/1.1 {code} {StatusCodes.Text(code)}\r\n", Encoding.ASCII.GetString(StatusCodes.Line(code)));
    }

    [Fact]
    public void Every_known_code_has_one_constant() => Assert.Equal(s_known, Constants().Select(constant => constant.Code).Order());

    [Fact]
    public void A_text_is_the_constants_name_in_words_with_the_exceptions_of_Go()
    {
        foreach (var (name, code) in Constants())
        {
            var text = StatusCodes.Text(code);
            if (s_ownTexts.TryGetValue(name, out var own)) Assert.Equal(own, text);
            else Assert.Equal(name, text.Replace(" ", "", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string Name, int Code)> Constants() =>
        typeof(Status).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, (int)field.GetRawConstantValue()!));

    [Theory]
    [InlineData(404, "Not Found")]
    [InlineData(418, "I'm a teapot")]
    [InlineData(299, "")]
    [InlineData(-1, "")]
    public void A_program_can_ask_for_the_reason_phrase(int statusCode, string text) => Assert.Equal(text, Status.Text(statusCode));
}

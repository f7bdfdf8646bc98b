using System.Text;

namespace Fuzz.Tests;

/// <summary>Writes requests that are right, in all the ways in which they may be.</summary>
internal sealed class Grammar(Random random)
{
    private static readonly string[] s_targets =
        ["/", "/a", "/a/b/?x=1&y", "/%41%c3%a4/..//b", "/?", "*", "http://h/p?q", "http://H:80", "https://h:443/", "/a;b=c,d@e:f"];

    private static readonly string[] s_fields =
    [
        "Accept: */*", "X-Empty:", "X-Tab:\ta\tb \t", "X-High: \u00e4\u00ff", "Connection: keep-alive", "Connection: Upgrade, X-Hop",
        "Upgrade: websocket",
        "Content-Type: text/plain", "Expect: 100-Continue", "Pragma: no-cache", "Cookie: a=b; c=\"d\"", "x_y: z", "Trailer: X-T, ,X-U",
        "Content.Length: 7",
    ];

    private static readonly string[] s_extensions = ["", "", ";a", ";a=b", ";a=\"\\\"q\u00e4\t\"", ";a;b=c;d=\"\""];

    /// <summary>One request.</summary>
    internal string Request()
    {
        var method = Pick(["GET", "POST", "PUT", "HEAD", "OPTIONS", "M-SEARCH", "CONNECT"]);
        var isHttp10 = random.Next(8) == 0;
        var target = method == "CONNECT" ? "h:1" : Pick(s_targets);
        var text = new StringBuilder($"{method} {target} HTTP/1.{(isHttp10 ? 0 : random.Next(9) == 0 ? 7 : 1)}\r\n");
        var host = Pick(["Host: h", "hOST:h", "Host: h:80"]);
        text.Append(target.StartsWith("https", StringComparison.Ordinal) ? "Host: h" : host).Append("\r\n");
        var fields = s_fields.OrderBy(_ => random.Next()).Take(random.Next(4))
            .Where(field => random.Next(6) > 0 || !field.StartsWith("Connection", StringComparison.Ordinal));
        foreach (var field in fields) text.Append(field).Append("\r\n");
        if (isHttp10 && random.Next(2) == 0) text.Append("Connection: keep-alive\r\n");
        switch (random.Next(3))
        {
            case 0:
                text.Append("\r\n");
                break;
            case 1:
                var body = Data();
                text.Append($"Content-Length: {body.Length}\r\n\r\n").Append(body);
                break;
            default:
                if (isHttp10) text.Append("\r\n");
                else Chunks(text.Append("Transfer-Encoding: chunked\r\n\r\n"));
                break;
        }

        if (method == "POST" && random.Next(3) == 0) text.Append("\r\n");
        return text.ToString();
    }

    private void Chunks(StringBuilder text)
    {
        for (var count = random.Next(4); count > 0; count--)
        {
            var data = "x" + Data();
            text.Append($"{(random.Next(2) == 0 ? "0" : "")}{data.Length:x}{Pick(s_extensions)}\r\n{data}\r\n");
        }

        text.Append($"0{Pick(s_extensions)}\r\n");
        if (random.Next(3) == 0) text.Append("X-T: t\r\nx-u:\r\n");
        text.Append("\r\n");
    }

    private string Data() => string.Create(random.Next(40), random, static (span, random) =>
    {
        foreach (ref var value in span) value = (char)random.Next(256);
    });

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}

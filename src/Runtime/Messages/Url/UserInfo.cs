using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>User name and password of a URL, decoded. Go's name: <c>url.Userinfo</c>.</summary>
/// <remarks>
/// Immutable. A client sends both in an <c>Authorization</c> field. RFC 9110 section 4.2.4 deprecates credentials in URLs.
/// </remarks>
public sealed class UserInfo
{
    /// <summary>Creates user information.</summary>
    /// <param name="username">The decoded name.</param>
    /// <param name="password">The decoded password. Null means neither password nor colon.</param>
    public UserInfo(string username, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(username);
        Username = username;
        Password = password;
    }

    // Keeps the escaped text if it contains escapes that are not UTF-8, which the properties decode as Latin-1.
    private UserInfo(string written, string username, string? password)
        : this(username, password) => _written = written;

    private readonly string? _written;

    /// <summary>Parses the part of a URL before the <c>@</c>.</summary>
    /// <exception cref="FormatException">An escape is malformed.</exception>
    internal static UserInfo Parse(string written)
    {
        var colon = written.IndexOf(':');
        var name = UrlEncoding.Unescape(colon < 0 ? written : written[..colon], UrlPart.UserPassword, out var isNameLatin1);
        var isPasswordLatin1 = false;
        var password = colon < 0 ? null : UrlEncoding.Unescape(written[(colon + 1)..], UrlPart.UserPassword, out isPasswordLatin1);
        return isNameLatin1 || isPasswordLatin1 ? new UserInfo(written, name, password) : new UserInfo(name, password);
    }

    /// <summary>Returns <c>NAME:PASSWORD</c> in bytes (RFC 7617 section 2).</summary>
    /// <exception cref="InvalidOperationException">The name or password contains a lone surrogate.</exception>
    internal byte[] ToOctets()
    {
        if (_written is null) return ToOctets(Username, Password);
        var escaped = Encoding.UTF8.GetBytes(_written);
        var octets = new byte[escaped.Length + 1];
        // Cannot fail, because Parse has decoded the same text.
        PercentEncoding.TryDecode(escaped, octets, out var count);
        if (Password is null) octets[count++] = (byte)':';
        return octets[..count];
    }

    /// <summary>Returns <c>NAME:PASSWORD</c> as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The name or password contains a lone surrogate.</exception>
    internal static byte[] ToOctets(string username, string? password)
    {
        var text = username + ":" + password;
        if (!FieldText.IsWellFormed(text)) throw new InvalidOperationException("The user name or the password contains a lone surrogate.");
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The decoded name. May be empty.</summary>
    public string Username { get; }

    /// <summary>The decoded password, or null for none.</summary>
    public string? Password { get; }

    /// <summary>True if name and password are empty, as in <c>http://@host/</c>. No credentials are then sent.</summary>
    internal bool IsEmpty => Username.Length == 0 && string.IsNullOrEmpty(Password);

    /// <summary>Returns name and password, encoded for a URL. The result contains the password in clear text: do not log it.</summary>
    public override string ToString()
    {
        if (_written is not null) return _written;
        var name = UrlEncoding.Escape(Username, UrlPart.UserPassword);
        return Password is null ? name : name + ":" + UrlEncoding.Escape(Password, UrlPart.UserPassword);
    }
}

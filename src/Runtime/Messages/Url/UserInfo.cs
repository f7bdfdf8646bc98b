using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>User name and password of a URL, decoded. Go's name: <c>url.Userinfo</c>.</summary>
/// <remarks>RFC 9110 section 4.2.4 deprecates them in URLs; a client turns them into an <c>Authorization</c> field. Immutable.</remarks>
public sealed class UserInfo
{
    /// <summary>Creates user information.</summary>
    /// <param name="username">The name, decoded.</param>
    /// <param name="password">The password, decoded. Null means none, not even an empty one.</param>
    public UserInfo(string username, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(username);
        Username = username;
        Password = password;
    }

    // For octets that are not UTF-8. The properties read them as Latin-1.
    private UserInfo(string written, string username, string? password)
        : this(username, password) => _written = written;

    private readonly string? _written;

    /// <summary>Reads the part of a URL in front of the <c>@</c>.</summary>
    /// <exception cref="FormatException">An escape is broken.</exception>
    internal static UserInfo Parse(string written)
    {
        var colon = written.IndexOf(':');
        var name = UrlEncoding.Unescape(colon < 0 ? written : written[..colon], UrlPart.UserPassword, out var isNameLatin1);
        var isPasswordLatin1 = false;
        var password = colon < 0 ? null : UrlEncoding.Unescape(written[(colon + 1)..], UrlPart.UserPassword, out isPasswordLatin1);
        return isNameLatin1 || isPasswordLatin1 ? new UserInfo(written, name, password) : new UserInfo(name, password);
    }

    /// <summary>The octets of name, colon and password (RFC 7617 section 2).</summary>
    /// <exception cref="InvalidOperationException">They contain a lone surrogate.</exception>
    internal byte[] ToOctets()
    {
        if (_written is null) return ToOctets(Username, Password);
        var escaped = Encoding.UTF8.GetBytes(_written);
        var octets = new byte[escaped.Length + 1];
        // Parse has decoded it before.
        PercentEncoding.TryDecode(escaped, octets, out var count);
        if (Password is null) octets[count++] = (byte)':';
        return octets[..count];
    }

    /// <summary>User name, colon and password as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">They contain a lone surrogate.</exception>
    internal static byte[] ToOctets(string username, string? password)
    {
        var text = username + ":" + password;
        if (!FieldText.IsWellFormed(text)) throw new InvalidOperationException("The user name or the password contains a lone surrogate.");
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The name, decoded; may be empty.</summary>
    public string Username { get; }

    /// <summary>The password, decoded, or null for none.</summary>
    public string? Password { get; }

    /// <summary>True if there is neither a name nor a password, as in <c>http://@host/</c>: no credentials are sent for it.</summary>
    internal bool IsEmpty => Username.Length == 0 && string.IsNullOrEmpty(Password);

    /// <summary>Name and password as encoded in a URL. The password is in the clear: do not log it.</summary>
    public override string ToString()
    {
        if (_written is not null) return _written;
        var name = UrlEncoding.Escape(Username, UrlPart.UserPassword);
        return Password is null ? name : name + ":" + UrlEncoding.Escape(Password, UrlPart.UserPassword);
    }
}

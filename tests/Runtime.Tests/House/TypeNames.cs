using System.Reflection;

namespace Runtime.Tests.House;

/// <summary>Types as C# writes them, with what may be null marked.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext s_nullability = new();

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
    };

    internal static string Of(Type type) => Of(type, null);

    internal static string Of(FieldInfo field) => Of(field.FieldType, s_nullability.Create(field));

    internal static string Of(PropertyInfo property) => Of(property.PropertyType, s_nullability.Create(property));

    internal static string Of(ParameterInfo parameter)
    {
        if (!parameter.ParameterType.IsByRef) return Of(parameter.ParameterType, s_nullability.Create(parameter));
        var how = parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return how + Of(parameter.ParameterType.GetElementType()!, null);
    }

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return "ref " + Of(type.GetElementType()!, null);
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner, null) + "?";
        var mark = !type.IsValueType && nullability is not null
            && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable) ? "?" : "";
        if (type.IsArray) return Of(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword + mark;
        var name = type.IsNested && !type.IsGenericParameter ? Of(type.DeclaringType!) + "." + type.Name : type.Name;
        if (!type.IsGenericType) return name + mark;
        var arguments = type.GetGenericArguments();
        var names = arguments.Select((argument, index) =>
            Of(argument,
                nullability is not null && index < nullability.GenericTypeArguments.Length ? nullability.GenericTypeArguments[index]
                    : null));
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return (tick < 0 ? name : name[..tick]) + $"<{string.Join(", ", names)}>" + mark;
    }
}
